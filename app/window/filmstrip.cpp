// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/filmstrip.h"

#include "app/documents/thumbnails.h"
#include "app/session.h"
#include "app/window/plain_text.h"

#include <QEvent>
#include <QPainter>
#include <QScopedValueRollback>

namespace tessera::app {
namespace {

constexpr QSize kPicture(96, 60);
constexpr int kAround = 6;

/// The thumbnail in the middle of a field of one size for all.
QIcon framed(const QImage& image, qreal ratio)
{
    QPixmap field(kPicture * ratio);
    field.fill(Qt::transparent);
    if (!image.isNull()) {
        QPainter painter(&field);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        const QSize size = image.size().scaled(field.size(), Qt::KeepAspectRatio);
        painter.drawImage(QRect(QPoint((field.width() - size.width()) / 2, (field.height() - size.height()) / 2), size), image);
    }
    field.setDevicePixelRatio(ratio);
    QIcon icon(field);
    icon.addPixmap(field, QIcon::Selected); // a picture keeps its colours
    return icon;
}

} // namespace

Filmstrip::Filmstrip(Session& session, Thumbnails& thumbnails, QWidget* parent)
    : QListWidget(parent), m_session(session), m_thumbnails(thumbnails)
{
    setAccessibleName(tr("Filmstrip of the open pictures"));
    setViewMode(QListView::IconMode);
    setFlow(QListView::LeftToRight);
    setWrapping(false);
    setMovement(QListView::Static);
    setFrameShape(QFrame::NoFrame);
    setIconSize(kPicture);
    setSpacing(2);
    setUniformItemSizes(true);
    setTextElideMode(Qt::ElideMiddle);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // the wheel and the arrow keys move it
    viewport()->setBackgroundRole(QPalette::Window);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    fitHeight();
    connect(this, &QListWidget::currentRowChanged, this, [this](int row) {
        if (!m_follows && row >= 0)
            m_session.setCurrent(documentAt(row));
    });
    connect(&session, &Session::documentsChanged, this, &Filmstrip::listDocuments);
    connect(&session, &Session::documentChanged, this, &Filmstrip::showCurrent);
    connect(&thumbnails, &Thumbnails::changed, this, &Filmstrip::refresh);
    listDocuments();
}

void Filmstrip::setWanted(bool wanted)
{
    m_isWanted = wanted;
    setVisible(m_isWanted && m_documents.size() > 1);
}

void Filmstrip::listDocuments()
{
    const QScopedValueRollback follows(m_follows, true);
    const QList<Document*> documents = m_session.documents();
    for (auto i = m_documents.size(); i-- > 0;)
        if (!documents.contains(m_documents[i])) {
            delete takeItem(static_cast<int>(i));
            m_documents.removeAt(i);
        }
    for (Document* document : documents) {
        if (m_documents.contains(document))
            continue;
        m_documents << document;
        addItem(new QListWidgetItem);
        refresh(document);
        connect(document, &Document::modifiedChanged, this, [this, document] { refresh(document); });
        connect(document, &Document::renamed, this, [this, document] { refresh(document); });
    }
    for (qsizetype place = 0; place < documents.size(); ++place)
        if (const qsizetype from = m_documents.indexOf(documents[place]); from != place) {
            QListWidgetItem* moved = takeItem(static_cast<int>(from));
            insertItem(static_cast<int>(place), moved);
            m_documents.move(from, place);
        }
    setWanted(m_isWanted);
    showCurrent();
}

void Filmstrip::showCurrent()
{
    const QScopedValueRollback follows(m_follows, true);
    setCurrentRow(static_cast<int>(m_documents.indexOf(m_session.document())));
}

void Filmstrip::refresh(const Document* document)
{
    QListWidgetItem* shown = item(static_cast<int>(m_documents.indexOf(document)));
    if (!shown)
        return;
    const QString title = document->isModified() ? document->title() + QLatin1Char('*') : document->title();
    shown->setText(title);
    shown->setToolTip(plainToolTip(document->file().isEmpty() ? document->title() : document->file()));
    shown->setIcon(framed(m_thumbnails.of(document), devicePixelRatioF()));
}

void Filmstrip::fitHeight()
{
    const QSize cell(kPicture.width() + 2 * kAround, kPicture.height() + fontMetrics().height() + 2 * kAround);
    setGridSize(cell);
    setFixedHeight(cell.height() + kAround);
}

void Filmstrip::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitHeight();
    QListWidget::changeEvent(event);
}

Document* Filmstrip::documentAt(int row) const
{
    return m_documents.value(row, nullptr);
}

} // namespace tessera::app
