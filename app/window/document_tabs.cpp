// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/document_tabs.h"

#include "app/session.h"
#include "app/window/icons.h"
#include "app/window/plain_text.h"

#include <QMouseEvent>
#include <QScopedValueRollback>
#include <QToolButton>
#include <QUndoStack>

#include <algorithm>
#include <utility>

namespace tessera::app {

DocumentTabs::DocumentTabs(Session& session, QWidget* parent) : QTabBar(parent), m_session(session)
{
    setAccessibleName(tr("Open pictures"));
    setDocumentMode(true);
    setDrawBase(false);
    setExpanding(false);
    setElideMode(Qt::ElideMiddle);
    setUsesScrollButtons(true);
    setFocusPolicy(Qt::TabFocus); // a click leaves the keyboard to the canvas
    addTab(icon(QStringLiteral("home")), QString());
    setTabToolTip(0, tr("Start page"));
    setAccessibleTabName(0, tr("Start page"));
    connect(this, &QTabBar::currentChanged, this, [this](int tab) {
        if (!m_follows)
            m_session.setCurrent(documentAt(tab));
    });
    connect(this, &QTabBar::tabMoved, this, &DocumentTabs::takeMove);
    connect(&session, &Session::documentsChanged, this, &DocumentTabs::listDocuments);
    connect(&session, &Session::documentChanged, this, &DocumentTabs::showCurrent);
    listDocuments();
}

int DocumentTabs::tabOf(const Document* document) const
{
    return static_cast<int>(m_documents.indexOf(document)) + 1;
}

void DocumentTabs::showNext(int steps)
{
    const auto count = static_cast<int>(m_documents.size());
    if (count == 0)
        return;
    const int now = currentIndex() > 0 ? currentIndex() - 1 : (steps > 0 ? -1 : 0);
    m_session.setCurrent(m_documents[(now + steps % count + count) % count]);
}

void DocumentTabs::listDocuments()
{
    const QScopedValueRollback follows(m_follows, true);
    const QList<Document*> documents = m_session.documents();
    for (auto i = m_documents.size(); i-- > 0;)
        if (!documents.contains(m_documents[i])) {
            removeTab(static_cast<int>(i) + 1);
            m_documents.removeAt(i);
        }
    for (Document* document : documents) {
        if (m_documents.contains(document))
            continue;
        m_documents << document;
        const int tab = addTab(QString());
        name(tab);
        setTabButton(tab, QTabBar::RightSide, makeCross(document));
        connect(document, &Document::modifiedChanged, this, [this, document] { name(tabOf(document)); });
        connect(document, &Document::renamed, this, [this, document] { name(tabOf(document)); });
    }
    setVisible(!m_documents.isEmpty());
    showCurrent();
}

QWidget* DocumentTabs::makeCross(Document* document)
{
    auto* cross = new QToolButton(this);
    cross->setAutoRaise(true);
    cross->setIcon(icon(QStringLiteral("close")));
    cross->setIconSize({14, 14});
    cross->setFocusPolicy(Qt::NoFocus); // there is a key for it
    cross->setAccessibleName(tr("Close %1").arg(document->title()));
    cross->setToolTip(crossTip());
    connect(cross, &QToolButton::clicked, this, [this, document] { emit closeAsked(document); });
    return cross;
}

QString DocumentTabs::crossTip() const
{
    const QString key = m_closeKey.toString(QKeySequence::NativeText);
    return key.isEmpty() ? tr("Close this picture") : tr("Close this picture (%1)").arg(key);
}

void DocumentTabs::setCloseKey(const QKeySequence& key)
{
    m_closeKey = key;
    for (int tab = 0; tab < count(); ++tab)
        if (QWidget* cross = tabButton(tab, QTabBar::RightSide))
            cross->setToolTip(crossTip());
}

void DocumentTabs::showCurrent()
{
    const QScopedValueRollback follows(m_follows, true);
    setCurrentIndex(tabOf(m_session.document()));
}

void DocumentTabs::name(int tab)
{
    const Document* document = documentAt(tab);
    if (!document)
        return;
    const QString title = document->isModified() ? document->title() + QLatin1Char('*') : document->title();
    setTabText(tab, plainLabel(title));
    setTabToolTip(tab, plainToolTip(document->file().isEmpty() ? document->title() : document->file()));
}

Document* DocumentTabs::documentAt(int tab) const
{
    return m_documents.value(tab - 1, nullptr);
}

void DocumentTabs::mousePressEvent(QMouseEvent* event)
{
    const int tab = tabAt(event->pos());
    m_pressed = event->button() == Qt::MiddleButton ? tab : -1;
    m_grip = event->pos().x() - tabRect(tab).left();
    setMovable(tab > 0); // the start page stays where it is
    if (event->button() != Qt::MiddleButton)
        QTabBar::mousePressEvent(event);
}

/// No tab gets before the start page.
void DocumentTabs::mouseMoveEvent(QMouseEvent* event)
{
    QPointF at = event->position();
    if (isMovable() && layoutDirection() == Qt::LeftToRight)
        at.setX(std::max<qreal>(at.x(), tabRect(0).right() + 1 + m_grip));
    QMouseEvent kept(event->type(), at, event->scenePosition(), event->globalPosition(), event->button(), event->buttons(),
                     event->modifiers(), event->pointingDevice());
    QTabBar::mouseMoveEvent(&kept);
}

void DocumentTabs::takeMove(int from, int to)
{
    const int before = m_startTab;
    if (from == before)
        m_startTab = to;
    else if (from < before && to >= before)
        --m_startTab;
    else if (from > before && to <= before)
        ++m_startTab;
    const int document = from - (from > before ? 1 : 0), place = to - (to > m_startTab ? 1 : 0);
    if (from == before || document == place)
        return;
    m_documents.move(document, place);
    m_session.move(*m_documents[place], place);
}

void DocumentTabs::mouseReleaseEvent(QMouseEvent* event)
{
    const int pressed = std::exchange(m_pressed, -1);
    if (event->button() != Qt::MiddleButton)
        QTabBar::mouseReleaseEvent(event);
    if (m_startTab != 0) // where tabs run from right to left
        moveTab(m_startTab, 0);
    if (event->button() != Qt::MiddleButton)
        return;
    if (pressed > 0 && pressed == tabAt(event->pos()))
        emit closeAsked(documentAt(pressed));
}

} // namespace tessera::app
