// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/canvas_input.h"

#include "app/canvas/pane_view.h"
#include "app/canvas/viewport.h"
#include "app/document.h"
#include "app/tools/tool_list.h"
#include "app/tools/tool_state.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <cmath>
#include <utility>

namespace tessera::app {
namespace {

constexpr int kNotch = 120; ///< wheel angle of one click of an ordinary wheel

} // namespace

CanvasInput::CanvasInput(CanvasScene& scene, Viewport& viewport, ToolState& tools, std::vector<PaneView*> panes,
                         QWidget& canvas)
    : QObject(&canvas), m_scene(scene), m_viewport(viewport), m_tools(tools), m_panes(std::move(panes)),
      m_canvas(canvas), m_cursor(scene, viewport, this)
{
    for (const ToolRow& row : toolList())
        m_made.emplace(QString::fromLatin1(row.id), row.make(tools));
    for (PaneView* pane : m_panes)
        pane->installEventFilter(this);
    canvas.installEventFilter(this);
    connect(&tools, &ToolState::toolChanged, this, [this] {
        abortDrag();
        refresh();
    });
    connect(&tools, &ToolState::codeChanged, this, &CanvasInput::refresh);
    connect(&tools, &ToolState::brushChanged, this, &CanvasInput::refresh);
    connect(&viewport, &Viewport::changed, this, &CanvasInput::refresh);
    connect(&m_cursor, &CellCursor::moved, this, &CanvasInput::updateMarks);
    updateShape();
}

CanvasInput::~CanvasInput() = default;

void CanvasInput::reset()
{
    m_drag = Drag::none;
    for (const auto& [id, tool] : m_made)
        tool->reset();
    m_cursor.clear();
    // A code of a model with more codes is none of this one.
    if (m_scene.factor() != 0 && m_tools.code() >= m_scene.document->model()->config().codes)
        m_tools.setCode(0);
    refresh();
}

void CanvasInput::refresh()
{
    updateMarks();
    updateShape();
}

bool CanvasInput::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == &m_canvas) {
        switch (event->type()) {
        case QEvent::ShortcutOverride: // Esc takes back the stroke before anybody else hears of it
            if (m_drag == Drag::paint && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape)
                event->accept();
            return false;
        case QEvent::KeyPress:
            return keyPress(*static_cast<QKeyEvent*>(event));
        case QEvent::KeyRelease:
            return keyRelease(*static_cast<QKeyEvent*>(event));
        case QEvent::FocusIn: // by the keyboard: show where it will act
            if (const auto reason = static_cast<QFocusEvent*>(event)->reason();
                !m_scene.cursorCell && (reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason))
                m_cursor.appear();
            return false;
        case QEvent::FocusOut:
            m_spaceHeld = false;
            m_modifiers = Qt::NoModifier;
            refresh();
            return false;
        default:
            return false;
        }
    }
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
    m_modifiers = event.modifiers();
    if (m_drag != Drag::none || !m_scene.document)
        return true;
    const Qt::MouseButton button = event.button();
    if (button == Qt::MiddleButton || (button == Qt::LeftButton && m_spaceHeld)) {
        m_drag = Drag::pan;
        m_dragButton = button;
        updateShape();
    } else if ((button == Qt::LeftButton || button == Qt::RightButton) && m_scene.factor() != 0
               && m_scene.paintable && pane.isPaintable()) {
        m_drag = Drag::paint;
        m_dragButton = button;
        m_dragTool = &toolFor(button, event.modifiers());
        m_cursor.clear();
        m_dragTool->press(*m_scene.document, {cellAt(pane, m_position), event.modifiers()});
        updateMarks();
    }
    return true;
}

bool CanvasInput::move(PaneView& pane, const QMouseEvent& event)
{
    const QPointF before = m_position;
    m_hoverPane = &pane;
    m_position = event.position();
    m_modifiers = event.modifiers();
    if (m_drag == Drag::pan)
        pane.viewport().pan(m_position - before);
    else if (m_drag == Drag::paint)
        m_dragTool->move(*m_scene.document, {cellAt(pane, m_position), event.modifiers()});
    updateMarks();
    return true;
}

bool CanvasInput::release(PaneView& pane, const QMouseEvent& event)
{
    if (m_drag == Drag::none || event.button() != m_dragButton)
        return true;
    m_position = event.position();
    if (std::exchange(m_drag, Drag::none) == Drag::paint)
        m_dragTool->release(*m_scene.document, {cellAt(pane, m_position), event.modifiers()});
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
        m_tools.setBrushSize(m_tools.brushSize() + m_sizeSteps / kNotch);
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

bool CanvasInput::keyPress(const QKeyEvent& event)
{
    m_modifiers = event.modifiers();
    switch (event.key()) {
    case Qt::Key_Space:
        if (!event.isAutoRepeat())
            m_spaceHeld = true;
        updateShape();
        return true;
    case Qt::Key_Escape:
        if (abortDrag())
            return true;
        if (!m_cursor.clear())
            return false;
        updateMarks();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!m_scene.cursorCell || !m_scene.paintable)
            return false;
        pressAtCursor(event.modifiers());
        return true;
    case Qt::Key_Shift:
        m_modifiers |= Qt::ShiftModifier;
        break;
    case Qt::Key_Control:
        m_modifiers |= Qt::ControlModifier;
        break;
    default:
        return m_drag == Drag::none && m_cursor.key(event.key());
    }
    refresh(); // the preview of a line, or that of a pick
    return false;
}

bool CanvasInput::keyRelease(const QKeyEvent& event)
{
    if (event.key() == Qt::Key_Space && !event.isAutoRepeat())
        m_spaceHeld = false;
    else if (event.key() == Qt::Key_Shift)
        m_modifiers &= ~Qt::ShiftModifier;
    else if (event.key() == Qt::Key_Control)
        m_modifiers &= ~Qt::ControlModifier;
    else
        return false;
    refresh();
    return event.key() == Qt::Key_Space;
}

void CanvasInput::leave()
{
    if (m_drag != Drag::none)
        return;
    m_hoverPane = nullptr;
    updateMarks();
}

Tool& CanvasInput::currentTool() const
{
    const auto found = m_made.find(m_tools.tool());
    return found != m_made.end() ? *found->second : *m_made.begin()->second;
}

Tool& CanvasInput::toolFor(Qt::MouseButton button, Qt::KeyboardModifiers modifiers) const
{
    const bool picks = button == Qt::RightButton || (modifiers.testFlag(Qt::ControlModifier) && !currentTool().takesControl());
    return picks ? *m_made.at(QStringLiteral("pick")) : currentTool();
}

core::Cell CanvasInput::cellAt(const PaneView& pane, QPointF position) const
{
    const QPointF cell = pane.toPicture(position) / m_scene.factor();
    return {static_cast<int>(std::floor(cell.y())), static_cast<int>(std::floor(cell.x()))};
}

bool CanvasInput::abortDrag()
{
    if (m_drag != Drag::paint)
        return false;
    m_drag = Drag::none;
    m_dragTool->abort(*m_scene.document);
    refresh();
    return true;
}

void CanvasInput::pressAtCursor(Qt::KeyboardModifiers modifiers)
{
    if (m_drag != Drag::none || m_scene.factor() == 0)
        return;
    Tool& tool = toolFor(Qt::LeftButton, modifiers);
    const ToolEvent event{*m_scene.cursorCell, modifiers};
    tool.press(*m_scene.document, event);
    tool.release(*m_scene.document, event);
}

void CanvasInput::updateMarks()
{
    m_scene.hoverPixel.reset();
    m_scene.hoverCell.reset();
    m_scene.footprint = {};
    m_scene.previewCode = -1;
    if (m_scene.document && m_hoverPane) {
        const QPointF point = m_hoverPane->toPicture(m_position);
        const QPoint pixel(static_cast<int>(std::floor(point.x())), static_cast<int>(std::floor(point.y())));
        if (QRect(QPoint(), m_viewport.pictureSize()).contains(pixel))
            m_scene.hoverPixel = pixel;
    }
    if (m_scene.factor() != 0 && m_hoverPane && m_hoverPane->isPaintable() && m_drag != Drag::pan) {
        const core::Cell cell = cellAt(*m_hoverPane, m_position);
        if (m_scene.document->grid().contains(cell))
            m_scene.hoverCell = cell;
        const Tool& tool = m_drag == Drag::paint ? *m_dragTool : toolFor(Qt::NoButton, m_modifiers);
        m_scene.footprint = tool.footprint(*m_scene.document, {cell, m_modifiers});
        if (!m_scene.footprint.bounds.isEmpty())
            m_scene.previewCode = tool.previewCode();
    }
    emit marksChanged();
}

void CanvasInput::updateShape()
{
    Qt::CursorShape shape = Qt::ArrowCursor;
    if (m_drag == Drag::pan)
        shape = Qt::ClosedHandCursor;
    else if (m_spaceHeld)
        shape = Qt::OpenHandCursor;
    else if (m_scene.factor() != 0)
        shape = toolFor(Qt::NoButton, m_modifiers).paints() ? Qt::CrossCursor : Qt::PointingHandCursor;
    for (PaneView* pane : m_panes)
        if (pane->cursor().shape() != shape)
            pane->setCursor(shape);
}

} // namespace tessera::app
