// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/replace_bar.h"

#include "app/canvas/canvas.h"
#include "app/codes/code_looks.h"
#include "app/session.h"
#include "app/tools/tool_state.h"
#include "app/window/elided_label.h"
#include "app/window/icons.h"
#include "core/edit/flood.h"
#include "core/edit/region_sets.h"
#include "core/edit/replace.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

namespace tessera::app {
namespace {

constexpr int kSwatch = 22;

} // namespace

ReplaceBar::ReplaceBar(Session& session, ToolState& tools, const CodeLooks& looks, Canvas& canvas, QWidget* parent)
    : QWidget(parent), m_session(session), m_tools(tools), m_looks(looks), m_canvas(canvas),
      m_scope(new QComboBox(this)), m_count(new ElidedLabel(this)), m_replace(new QPushButton(tr("&Replace"), this)),
      m_swap(new QPushButton(tr("S&wap A and B"), this))
{
    setAccessibleName(tr("Replace codes"));
    m_scope->addItem(tr("in the selection"), int(Scope::selection));
    m_scope->addItem(tr("in this picture"), int(Scope::picture));
    m_scope->addItem(tr("in all open pictures"), int(Scope::allPictures));
    m_scope->setItemData(2, tr("Those that have the same model. A step of undo in each of them."), Qt::ToolTipRole);
    m_scope->setAccessibleName(tr("Where to replace"));
    m_scope->setToolTip(tr("Where codes are replaced."));
    m_count->setAccessibleName(tr("Cells that would change"));
    m_replace->setToolTip(tr("Give every cell of code A code B, as one step of undo."));
    m_swap->setToolTip(tr("Cells of code A get code B and those of code B get code A, as one step of undo."));
    auto* close = new QToolButton(this);
    close->setIcon(icon(QStringLiteral("close")));
    close->setAutoRaise(true);
    close->setAccessibleName(tr("Close"));
    close->setToolTip(tr("Close  (Esc)"));

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 6, 6, 6);
    row->setSpacing(8);
    row->addWidget(makeCode(tr("Replace A"), tr("Code A, which is replaced"), m_a, m_swatchA));
    row->addWidget(makeCode(tr("by B"), tr("Code B, which takes its place"), m_b, m_swatchB));
    row->addWidget(m_scope);
    row->addWidget(m_count, 1);
    row->addWidget(m_replace);
    row->addWidget(m_swap);
    row->addWidget(close);
    hide();

    connect(m_a, &QSpinBox::valueChanged, &tools, &ToolState::setCode);
    connect(m_b, &QSpinBox::valueChanged, &tools, &ToolState::setCodeB);
    connect(m_replace, &QPushButton::clicked, this, &ReplaceBar::replace);
    connect(m_swap, &QPushButton::clicked, this, &ReplaceBar::swap);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_scope, &QComboBox::currentIndexChanged, this, &ReplaceBar::refresh);
    connect(&tools, &ToolState::codeChanged, this, &ReplaceBar::refresh);
    connect(&tools, &ToolState::codeBChanged, this, &ReplaceBar::refresh);
    connect(&looks, &CodeLooks::changed, this, &ReplaceBar::refresh);
    // After the canvas has heard of it, whose highlight this is.
    connect(&session, &Session::documentChanged, this, &ReplaceBar::watchDocument, Qt::QueuedConnection);
    connect(&session, &Session::documentsChanged, this, &ReplaceBar::refresh, Qt::QueuedConnection);
    connect(&session.sameModels(), &SameModels::changed, this, &ReplaceBar::refresh);
    watchDocument();
}

QWidget* ReplaceBar::makeCode(const QString& text, const QString& name, QSpinBox*& number, QLabel*& swatch)
{
    auto* box = new QWidget(this);
    auto* label = new QLabel(text, box);
    swatch = new QLabel(box);
    swatch->setFixedSize(kSwatch, kSwatch);
    number = new QSpinBox(box);
    number->setAccessibleName(name);
    number->setToolTip(name + QLatin1Char('\n')
                       + tr("Type a number, or pick it on a pane: right click for A, with Ctrl for B."));
    number->setKeyboardTracking(false);
    label->setBuddy(number);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(5);
    row->addWidget(label);
    row->addWidget(swatch);
    row->addWidget(number);
    return box;
}

void ReplaceBar::open()
{
    const bool selected = m_document && !m_document->selection().isEmpty();
    m_scope->setCurrentIndex(m_scope->findData(int(selected ? Scope::selection : Scope::picture)));
    show();
    m_a->setFocus(Qt::ShortcutFocusReason);
    m_a->selectAll();
}

void ReplaceBar::watchDocument()
{
    if (m_document)
        m_document->disconnect(this);
    m_document = m_session.document();
    if (m_document) {
        connect(m_document, &Document::codesChanged, this, &ReplaceBar::refresh);
        connect(m_document, &Document::encodedChanged, this, &ReplaceBar::refresh);
        connect(m_document, &Document::selectionChanged, this, &ReplaceBar::refresh);
    } else {
        hide();
    }
    refresh();
}

ReplaceBar::Scope ReplaceBar::scope() const
{
    return static_cast<Scope>(m_scope->currentData().toInt());
}

QList<Document*> ReplaceBar::documents() const
{
    if (!m_document || !m_document->hasCodes())
        return {};
    // The codes of another model are others.
    return scope() == Scope::allPictures ? m_session.sameModels().with(m_document) : QList<Document*>{m_document};
}

core::Region ReplaceBar::affected(const Document& document, int code) const
{
    core::Region region = core::sameRegion(document.codes(), core::sameCode(code));
    return scope() == Scope::selection ? core::intersected(region, document.selection()) : region;
}

void ReplaceBar::refresh()
{
    if (!isVisible())
        return;
    const int last = std::max(0, m_looks.codes() - 1);
    const auto show = [this, last](QSpinBox* number, QLabel* swatch, int code) {
        const QSignalBlocker quiet(number);
        number->setRange(0, last);
        number->setValue(code);
        swatch->setPixmap(m_looks.swatch(code, kSwatch, devicePixelRatioF()));
    };
    show(m_a, m_swatchA, m_tools.code());
    show(m_b, m_swatchB, m_tools.codeB());
    std::int64_t ofA = 0, ofB = 0;
    for (const Document* document : documents()) {
        ofA += core::cellCount(affected(*document, m_tools.code()));
        ofB += core::cellCount(affected(*document, m_tools.codeB()));
    }
    const bool differ = m_tools.code() != m_tools.codeB();
    QString count = tr("%n cell(s) of A", nullptr, static_cast<int>(ofA)) + QStringLiteral("  ·  ")
        + tr("%n of B", nullptr, static_cast<int>(ofB));
    if (scope() == Scope::allPictures)
        count += QStringLiteral("  ·  ") + tr("in %n picture(s)", nullptr, static_cast<int>(documents().size()));
    m_count->setText(differ ? count : tr("A and B are the same code: choose another"));
    m_replace->setEnabled(differ && ofA > 0);
    m_swap->setEnabled(differ && ofA + ofB > 0);
    if (!differ)
        m_canvas.clearHighlight(); // nothing would change
    else if (m_document && m_document->hasCodes())
        m_canvas.setHighlight(affected(*m_document, m_tools.code()));
}

void ReplaceBar::replace()
{
    const int a = m_tools.code(), b = m_tools.codeB();
    for (Document* document : documents()) {
        const QString label = tr("Replace code %1 by %2").arg(a).arg(b);
        if (scope() == Scope::selection)
            document->edit(core::replaceCode(document->codes(), a, b), label);
        else
            document->editAnywhere({core::replaceCode(document->codes(), a, b), {}}, label);
    }
}

void ReplaceBar::swap()
{
    const int a = m_tools.code(), b = m_tools.codeB();
    for (Document* document : documents()) {
        const QString label = tr("Swap codes %1 and %2").arg(a).arg(b);
        if (scope() == Scope::selection)
            document->edit(core::swapCodes(document->codes(), a, b), label);
        else
            document->editAnywhere({core::swapCodes(document->codes(), a, b), {}}, label);
    }
}

void ReplaceBar::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        hide();
        m_canvas.setFocus();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void ReplaceBar::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

void ReplaceBar::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_canvas.clearHighlight();
}

} // namespace tessera::app
