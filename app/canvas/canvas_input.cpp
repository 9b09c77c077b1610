// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/canvas_input.h"

#include "app/canvas/viewport.h"
#include "app/documents/document.h"
#include "app/panes/pane_view.h"
#include "app/tools/tool_state.h"

#include <QMouseEvent>
#include <QWheelEvent>

#include <cmath>
#include <utility>

namespace tessera::app {
namespace {

constexpr int kNotch = 120; ///< wheel angle of one click of an ordinary wheel

/// In which a place in a picture lies.
QPoint pixelOf(QPointF point)
{
    return {static_cast<int>(std::floor(point.x())), static_cast<int>(std::floor(point.y()))};
}

} // namespace

CanvasInput::CanvasInput(CanvasScene& scene, Viewport& viewport, ToolState& tools, std::vector<PaneView*> panes,
                         QWidget& canvas)
    : QObject(&canvas), m_scene(scene), m_viewport(viewport), m_tools(tools), m_panes(std::move(panes)),
      m_canvas(canvas), m_hand(scene, tools), m_floating(scene, viewport, this),
      m_keys(scene, viewport, m_hand, m_floating, canvas)
{
    for (PaneView* pane : m_panes)
        pane->installEventFilter(this);
    connect(&tools, &ToolState::toolChanged, this, [this] {
        m_hand.abort();
        refresh();
    });
    for (const auto changed : {&ToolState::brushChanged, &ToolState::likenessChanged, &ToolState::stampChanged,
                               &ToolState::shapeChanged, &ToolState::optionsChanged, &ToolState::previewFound})
        connect(&tools, changed, this, &CanvasInput::refresh);
    connect(&tools, &ToolState::codeChanged, this, &CanvasInput::refresh);
    connect(&viewport, &Viewport::changed, this, &CanvasInput::refresh);
    connect(&m_floating, &FloatingPaste::began, this, [this] {
        m_hand.abort();
        refresh();
    });
    connect(&m_floating, &FloatingPaste::ended, this, &CanvasInput::refresh);
    connect(&m_keys, &CanvasKeys::changed, this, &CanvasInput::refresh);
    connect(&m_keys.cursor(), &CellCursor::moved, this, &CanvasInput::updateMarks);
    updateShape();
}

void CanvasInput::reset()
{
    m_panning = m_carrying = false;
    m_hand.reset();
    m_floating.cancel();
    m_keys.cursor().clear();
    // A code of a model with more codes is none of this one; nor are latents of another.
    if (m_scene.factor() != 0) {
        const auto codes = m_scene.document->model()->config().codes;
        m_tools.setCode(m_tools.code() < codes ? m_tools.code() : 0);
        m_tools.setCodeB(m_tools.codeB() < codes ? m_tools.codeB() : 0);
        if (MorphOptions morph = m_tools.morph(); morph.picked && morph.picked->model != m_scene.document->model()->serial()) {
            morph.picked.reset();
            m_tools.setMorph(morph);
        }
    }
    refresh();
}

void CanvasInput::refresh()
{
    m_previewed.reset();
    updateMarks();
    updateShape();
}

void CanvasInput::noteEdit()
{
    if (!m_hand.pressed())
        refresh();
}

bool CanvasInput::eventFilter(QObject* watched, QEvent* event)
{
    auto& pane = *static_cast<PaneView*>(watched);
    switch (event->type()) {
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonDblClick: // the second of two quick presses is a press
        return press(pane, *static_cast<QMouseEvent*>(event));
    case QEvent::MouseMove:
        return move(pane, *static_cast<QMouseEvent*>(event));
    case QEvent::MouseButtonRelease:
        return release(pane, *static_cast<QMouseEvent*>(event));
    case QEvent::Wheel:
        return wheel(pane, *static_cast<QWheelEvent*>(event));
    case QEvent::Leave:
        leave();
        return false;
    default:
        return false;
    }
}

bool CanvasInput::press(PaneView& pane, const QMouseEvent& event)
{
    m_canvas.setFocus(Qt::MouseFocusReason);
    m_hoverPane = &pane;
    m_position = event.position();
    m_keys.setModifiers(event.modifiers());
    if (isDragging() || !m_scene.document)
        return true;
    m_hand.abort(); // the keyboard's drag
    const Qt::MouseButton button = event.button();
    if (button == Qt::MiddleButton || (button == Qt::LeftButton && m_keys.spaceHeld())) {
        m_panning = true;
        m_dragButton = button;
        updateShape();
    } else if (button == Qt::LeftButton && m_floating.isActive() && pane.isPaintable()) {
        m_carrying = true;
        m_dragButton = button;
        m_floating.press(cellAt(pane, m_position));
    } else if ((button == Qt::LeftButton || button == Qt::RightButton) && m_scene.factor() != 0 && m_scene.paintable
               && pane.isPaintable()) {
        m_dragButton = button;
        m_keys.cursor().clear();
        m_hand.press(toolEvent(pane, event.modifiers()));
        refresh();
    }
    return true;
}

bool CanvasInput::move(PaneView& pane, const QMouseEvent& event)
{
    const QPointF before = m_position;
    m_hoverPane = &pane;
    m_position = event.position();
    m_keys.setModifiers(event.modifiers());
    if (m_panning)
        pane.viewport().pan(m_position - before);
    else if (m_hand.isPressed(ToolHand::By::mouse))
        m_hand.move(toolEvent(pane, event.modifiers()));
    else if (m_carrying)
        m_floating.move(cellAt(pane, m_position));
    updateMarks();
    updateShape();
    return true;
}

bool CanvasInput::release(PaneView& pane, const QMouseEvent& event)
{
    if (!isDragging() || event.button() != m_dragButton)
        return true;
    m_position = event.position();
    if (std::exchange(m_carrying, false))
        m_floating.release();
    else if (!std::exchange(m_panning, false))
        m_hand.release(toolEvent(pane, event.modifiers()));
    if (!pane.rect().contains(m_position.toPoint()))
        m_hoverPane = nullptr;
    refresh();
    return true;
}

bool CanvasInput::wheel(PaneView& pane, const QWheelEvent& event)
{
    // Some systems turn the wheel sideways while Shift is held.
    const int angle = event.angleDelta().y() != 0 ? event.angleDelta().y() : event.angleDelta().x();
    if (event.modifiers().testFlag(Qt::ShiftModifier)) {
        m_sizeSteps += angle;
        m_tools.growBrush(m_sizeSteps / kNotch);
        m_sizeSteps %= kNotch;
    } else if (m_scene.document && angle != 0) {
        m_hoverPane = &pane;
        m_position = event.position();
        // Wheels click from one round zoom to the next, touchpads glide.
        const double factor = angle % kNotch == 0
            ? Viewport::level(pane.viewport().zoom(), angle / kNotch) / pane.viewport().zoom()
            : std::exp2(angle / (2.0 * kNotch));
        pane.viewport().zoomAt(event.position(), pane.size(), factor);
    }
    return true;
}

void CanvasInput::leave()
{
    if (isDragging())
        return;
    m_hoverPane = nullptr;
    updateMarks();
}

ToolEvent CanvasInput::toolEvent(const PaneView& pane, Qt::KeyboardModifiers modifiers) const
{
    const QPointF point = pane.toPicture(m_position);
    const QRgb seen = m_scene.values(pane.seenAt(m_position)).colour(pixelOf(point));
    return {cellAt(pane, m_position), modifiers, m_dragButton, point, seen};
}

core::Cell CanvasInput::cellAt(const PaneView& pane, QPointF position) const
{
    const QPointF cell = pane.toPicture(position) / m_scene.factor();
    return {static_cast<int>(std::floor(cell.y())), static_cast<int>(std::floor(cell.x()))};
}

void CanvasInput::updateMarks()
{
    m_scene.hoverPixel.reset();
    m_scene.hoverCell.reset();
    if (m_scene.document && m_hoverPane) {
        const QPointF point = m_hoverPane->toPicture(m_position);
        const QPoint pixel = pixelOf(point);
        if (QRect(QPoint(), m_viewport.pictureSize()).contains(pixel))
            m_scene.hoverPixel = pixel;
    }
    if (m_scene.factor() != 0 && m_hoverPane && m_hoverPane->isPaintable() && !m_panning) {
        const core::Cell cell = cellAt(*m_hoverPane, m_position);
        if (m_scene.document->grid().contains(cell))
            m_scene.hoverCell = cell;
    }
    updatePreview();
    emit marksChanged();
}

/// A fill's preview takes a look at all cells: once a cell and a state of things, not once a move of the mouse.
void CanvasInput::updatePreview()
{
    if (dragsByKeys() && m_scene.cursorCell) {
        m_scene.preview = previewOf(*m_hand.pressed(), *m_scene.document, m_keys.eventAtCursor(m_keys.modifiers()));
        m_previewed.reset();
        return;
    }
    const bool isOver = m_scene.factor() != 0 && m_hoverPane && m_hoverPane->isPaintable();
    if (!isOver || m_panning || m_floating.isActive()) {
        m_scene.preview = {};
        m_previewed.reset();
        return;
    }
    const Tool& tool = m_hand.pressed() ? *m_hand.pressed() : m_hand.toolFor(Qt::NoButton, m_keys.modifiers());
    const ToolEvent event = toolEvent(*m_hoverPane, m_keys.modifiers());
    const Previewed wanted{&tool, event.cell, tool.aimsAtPixels() ? pixelOf(event.point) : QPoint(), event.modifiers};
    if (m_previewed == wanted)
        return;
    m_scene.preview = previewOf(tool, *m_scene.document, event);
    m_previewed = wanted;
}

Qt::CursorShape CanvasInput::toolShape() const
{
    const Tool& tool = m_hand.pressed() ? *m_hand.pressed() : m_hand.toolFor(Qt::NoButton, m_keys.modifiers());
    return tool.cursor(*m_scene.document, toolEvent(*m_hoverPane, m_keys.modifiers()));
}

void CanvasInput::updateShape()
{
    Qt::CursorShape shape = Qt::ArrowCursor;
    if (m_panning)
        shape = Qt::ClosedHandCursor;
    else if (m_keys.spaceHeld())
        shape = Qt::OpenHandCursor;
    else if (m_scene.factor() != 0 && m_hoverPane && m_hoverPane->isPaintable())
        shape = m_floating.isActive() ? m_floating.cursor(cellAt(*m_hoverPane, m_position)) : toolShape();
    for (PaneView* pane : m_panes)
        if (pane->cursor().shape() != shape)
            pane->setCursor(shape);
}

} // namespace tessera::app
