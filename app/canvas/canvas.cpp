// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/canvas.h"

#include "app/canvas/canvas_accessible.h"
#include "app/canvas/canvas_input.h"
#include "app/canvas/canvas_scene.h"
#include "app/canvas/reveal.h"
#include "app/documents/document.h"
#include "app/overlays/overlays.h"
#include "app/overlays/shades.h"
#include "app/panes/compare_input.h"
#include "app/panes/other_documents.h"
#include "app/panes/pane_header.h"
#include "app/panes/pane_images.h"
#include "app/panes/pane_menu.h"
#include "app/panes/pane_refresh.h"
#include "app/panes/pane_set.h"
#include "app/panes/pane_view.h"
#include "app/panes/peek_key.h"
#include "app/pictures/painted_pixels.h"
#include "app/tools/tool_state.h"

#include <QMenu>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tessera::app {

Canvas::Canvas(ToolState& tools, QWidget* parent)
    : QWidget(parent), m_tools(tools), m_images(std::make_unique<PaneImages>()),
      m_others(std::make_unique<OtherDocuments>()),
      m_scene(std::make_unique<CanvasScene>(CanvasScene{m_viewport, *m_images}))
{
    installCanvasAccessibility();
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Canvas"));
    setAccessibleDescription(tr("Arrow keys move a cell cursor, Enter uses the tool there. With tools that drag, arrow "
                                "keys drag until the next Enter."));
    m_scene->others = m_others.get();
    m_panes = new PaneSet(*m_scene, m_viewport, *this);
    m_input = new CanvasInput(*m_scene, m_viewport, m_tools, m_panes->all(), *this);
    m_compare = new CompareInput(*m_panes, *this);
    m_peek = new PeekKey(*m_panes, *m_compare, *this);
    m_refresh = new PaneRefresh(*m_scene, *m_panes, *m_images, *m_others, this);
    connect(m_refresh, &PaneRefresh::picturesChanged, this, &Canvas::tellHover);
    connect(m_input, &CanvasInput::marksChanged, this, [this] {
        m_refresh->marks();
        tellHover();
    });
    connect(&m_input->cursor(), &CellCursor::moved, this, [this](const core::Cell& cell) {
        announceFocus(*this, cell);
        emit cursorMoved(m_scene->pictureRect({cell.row, cell.col, 1, 1}).center().toPoint());
    });
    connect(m_compare, &CompareInput::lineLeft, m_input, &CanvasInput::refresh);
    connectPanes();
    connect(&m_input->floating(), &FloatingPaste::changed, m_panes, &PaneSet::update);
    setMinimumSize(320, 240);
    m_panes->arrange(size());
}

Canvas::~Canvas()
{
    // They look at the scene, which dies before QWidget would delete them.
    delete m_refresh;
    delete m_peek;
    delete m_compare;
    delete m_input;
    delete m_panes;
}

const std::vector<PaneView*>& Canvas::panes() const { return m_panes->all(); }

Viewport& Canvas::activeViewport()
{
    PaneView& pane = m_panes->active();
    return pane.link().isLinked() ? m_viewport : pane.viewport();
}

void Canvas::connectPanes()
{
    for (PaneView* pane : m_panes->all()) {
        QMenu& menu = m_panes->headerOf(*pane).menu();
        connect(&menu, &QMenu::aboutToShow, this, [this, pane, &menu] {
            m_panes->setActive(*pane);
            fillPaneMenu(menu, *pane, *m_scene, m_keyOf);
        });
        connect(&pane->viewport(), &Viewport::changed, m_input, [this, pane] {
            if (!pane->link().isLinked()) // otherwise the shared one tells, once
                m_input->refresh();
        });
    }
}

void Canvas::setDocument(Document* document)
{
    if (m_scene->document) {
        m_scene->document->disconnect(this);
        m_scene->document->disconnect(m_input);
        m_scene->document->disconnect(m_refresh);
        m_scene->document->painted().disconnect(m_refresh);
        m_scene->document->painted().abort();
        m_scene->document->setPainting(false); // a drag ends with what it was on
    }
    m_scene->document = document;
    m_scene->forgetMarks(); // they may lie beyond this one
    if (document) {
        connect(document, &Document::encodedChanged, this, &Canvas::renew);
        connect(document, &Document::exactChanged, m_panes, &PaneSet::refreshHeaders);
        connect(document, &Document::codesChanged, this, [this](const core::CellRect& rect) {
            if (m_scene->cursorCell && rect.contains(*m_scene->cursorCell))
                announceValue(*this, *m_scene->cursorCell);
        });
        connect(document, &Document::selectionChanged, m_refresh, &PaneRefresh::selection);
        connect(document, &Document::travelled, this, &Canvas::reveal);
        connect(&document->painted(), &PaintedPixels::changed, m_refresh, &PaneRefresh::painted);
        connect(&document->painted(), &PaintedPixels::coveringChanged, m_panes, &PaneSet::refreshHeaders,
                Qt::UniqueConnection);
        connect(document, &Document::codesChanged, m_input, &CanvasInput::noteEdit);
        connect(document, &Document::selectionChanged, m_input, &CanvasInput::noteEdit);
        connect(document, &Document::paintingEnded, m_input, &CanvasInput::noteEdit);
        connect(document, &QObject::destroyed, this, [this] { setDocument(nullptr); });
    }
    m_images->setDocument(document);
    m_viewport.setPictureSize({}); // another picture begins fitted
    renew();
}

void Canvas::renew()
{
    const Document* document = m_scene->document;
    QSize size;
    if (document && document->hasCodes())
        size = {document->preparation().modelWidth, document->preparation().modelHeight};
    else if (document)
        size = document->pictureSize();
    m_viewport.setPictureSize(size);
    m_scene->highlight.reset();
    m_input->reset();
    announceGrid(*this);
    m_refresh->selection();
    m_panes->refreshHeaders();
    m_panes->update();
}

void Canvas::setCodeColours(std::vector<QRgb> colours)
{
    m_others->setCodeColours(colours);
    m_images->setCodeColours(std::move(colours));
}

void Canvas::setGridVisible(bool visible)
{
    m_scene->gridVisible = visible;
    m_panes->update();
}

void Canvas::setNumbersVisible(bool visible)
{
    m_scene->numbersVisible = visible;
    m_panes->update();
}

void Canvas::setOverlays(const Overlays& overlays)
{
    m_scene->overlays = &overlays;
    connect(&overlays, &Overlays::changed, m_panes, &PaneSet::update);
}

void Canvas::setPaintable(bool paintable) { m_scene->paintable = paintable; }

void Canvas::setDecoding(bool decoding)
{
    m_scene->decoding = decoding;
    m_panes->refreshHeaders();
    for (PaneView* pane : m_panes->all()) // those that have nothing to show yet say what they wait for
        if (pane->source() != PaneSource::codes && m_images->picture(pane->source()).isEmpty())
            pane->update();
}

void Canvas::setErrorRange(double range)
{
    m_images->setErrorRange(range);
    m_panes->refreshHeaders();
}

double Canvas::errorRange() const { return m_images->errorRange(); }

void Canvas::setHighlight(core::Region cells)
{
    if (m_scene->factor() == 0 || (m_scene->highlight && m_scene->highlight->cells == cells))
        return;
    m_scene->highlight.emplace(std::move(cells), m_scene->document->grid());
    m_panes->update();
}

void Canvas::clearHighlight()
{
    m_scene->highlight.reset();
    m_panes->update();
}

void Canvas::tellHover()
{
    Hover hover = hoverOn(*m_scene);
    hover.dragsByKeys = m_input->dragsByKeys();
    emit hovered(hover);
}

void Canvas::reveal(const core::Edit& edit)
{
    PaneView& pane = m_panes->active();
    const int factor = m_scene->factor();
    if (factor == 0)
        return;
    // Cells whose middle is in sight; one at least, which may be larger than the pane.
    const QPointF from = pane.toPicture({0, 0}) / factor;
    const QPointF to = pane.toPicture({double(pane.width()), double(pane.height())}) / factor;
    const auto first = [](double edge) { return static_cast<int>(std::ceil(edge - 0.5)); };
    const int top = first(from.y()), left = first(from.x());
    const core::CellRect seen{top, left, std::max(first(to.y()) - top, 1), std::max(first(to.x()) - left, 1)};
    if (const core::CellRect cells = toReveal(edit, seen); !cells.isEmpty())
        pane.viewport().makeVisible(m_scene->pictureRect(cells), pane.size());
}

void Canvas::setCursorCell(core::Cell cell)
{
    m_input->cursor().set(cell);
}

const Document* Canvas::document() const { return m_scene->document; }

std::optional<core::Cell> Canvas::cursorCell() const { return m_scene->cursorCell; }

/// In the pane that shows the codes, where one does.
QRect Canvas::cellOnScreen(core::Cell cell) const
{
    const PaneView* shown = panes().front();
    for (const PaneView* pane : panes())
        if (pane->isVisible() && pane->setup().shows(PaneSource::codes))
            shown = pane;
    const QRectF place = shown->viewport().toWidget(m_scene->pictureRect({cell.row, cell.col, 1, 1}), shown->size());
    const QRect part = place.toAlignedRect() & shown->rect();
    return part.isEmpty() || !shown->isVisible() ? QRect() : QRect(shown->mapToGlobal(part.topLeft()), part.size());
}

std::optional<core::Cell> Canvas::cellAtScreen(QPoint point) const
{
    for (const PaneView* pane : panes()) {
        const QPoint inside = pane->mapFromGlobal(point);
        if (!pane->isVisible() || !pane->rect().contains(inside) || m_scene->factor() == 0)
            continue;
        const QPointF picture = pane->toPicture(inside) / m_scene->factor();
        const core::Cell cell{static_cast<int>(std::floor(picture.y())), static_cast<int>(std::floor(picture.x()))};
        if (m_scene->document->grid().contains(cell))
            return cell;
    }
    return std::nullopt;
}

FloatingPaste& Canvas::floating()
{
    return m_input->floating();
}

QSize Canvas::sizeHint() const
{
    return {960, 720};
}

void Canvas::resizeEvent(QResizeEvent* event)
{
    m_panes->arrange(size());
    QWidget::resizeEvent(event);
}

void Canvas::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        m_panes->arrange(size());
    QWidget::changeEvent(event);
}

/// The lines between the panes are the canvas's own background.
void Canvas::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QPalette& colours = palette();
    painter.fillRect(rect(), mixed(surround(colours), Qt::black, isDark(colours) ? 0.35F : 0.18F));
}

} // namespace tessera::app
