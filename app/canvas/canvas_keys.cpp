// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/canvas_keys.h"

#include "app/canvas/floating_paste.h"
#include "app/canvas/tool_hand.h"
#include "app/documents/document.h"

#include <QKeyEvent>
#include <QWidget>

namespace tessera::app {

CanvasKeys::CanvasKeys(CanvasScene& scene, Viewport& viewport, ToolHand& hand, FloatingPaste& floating, QWidget& canvas)
    : QObject(&canvas), m_scene(scene), m_hand(hand), m_floating(floating), m_cursor(scene, viewport, this),
      m_selection(scene, m_cursor)
{
    canvas.installEventFilter(this);
}

bool CanvasKeys::eventFilter(QObject*, QEvent* event)
{
    switch (event->type()) {
    case QEvent::ShortcutOverride: // Esc takes back the stroke before anybody else hears of it
        if (m_hand.pressed() && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape)
            event->accept();
        return false;
    case QEvent::KeyPress:
        return press(*static_cast<QKeyEvent*>(event));
    case QEvent::KeyRelease:
        return release(*static_cast<QKeyEvent*>(event));
    case QEvent::FocusIn: // by the keyboard: show where it will act
        if (const auto reason = static_cast<QFocusEvent*>(event)->reason();
            !m_scene.cursorCell && (reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason))
            m_cursor.appear();
        return false;
    case QEvent::FocusOut:
        if (m_hand.isPressed(ToolHand::By::keyboard))
            m_hand.abort(); // the keys that would end it go elsewhere now
        m_spaceHeld = false;
        m_modifiers = Qt::NoModifier;
        emit changed();
        return false;
    default:
        return false;
    }
}

bool CanvasKeys::press(const QKeyEvent& event)
{
    m_modifiers = event.modifiers();
    if (m_floating.key(event))
        return true;
    switch (event.key()) {
    case Qt::Key_Space:
        if (!event.isAutoRepeat())
            m_spaceHeld = true;
        emit changed();
        return true;
    case Qt::Key_Escape:
        return escape();
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return enter(event);
    case Qt::Key_Shift:
        m_modifiers |= Qt::ShiftModifier;
        break;
    case Qt::Key_Control:
        m_modifiers |= Qt::ControlModifier;
        break;
    default:
        if (m_hand.pressed())
            return m_hand.isPressed(ToolHand::By::keyboard) && drag(event);
        return m_selection.key(event) || m_cursor.key(event.key());
    }
    emit changed(); // the preview of a line, or that of a pick
    return false;
}

bool CanvasKeys::release(const QKeyEvent& event)
{
    if (event.key() == Qt::Key_Space && !event.isAutoRepeat())
        m_spaceHeld = false;
    else if (event.key() == Qt::Key_Shift)
        m_modifiers &= ~Qt::ShiftModifier;
    else if (event.key() == Qt::Key_Control)
        m_modifiers &= ~Qt::ControlModifier;
    else
        return false;
    emit changed();
    return event.key() == Qt::Key_Space;
}

/// One thing at a press: the drag, else the selection, else the cell cursor.
bool CanvasKeys::escape()
{
    const bool did = m_hand.abort() || deselect() || m_cursor.clear();
    if (did)
        emit changed();
    return did;
}

bool CanvasKeys::deselect()
{
    if (m_scene.factor() == 0 || m_scene.document->selection().isEmpty())
        return false;
    m_scene.document->select({}, tr("Deselect"));
    return true;
}

ToolEvent CanvasKeys::eventAtCursor(Qt::KeyboardModifiers modifiers) const
{
    const core::Cell cell = *m_scene.cursorCell;
    Qt::MouseButton button = Qt::LeftButton;
    // Where Ctrl+click would pick, Ctrl+Enter is the right button, which does that too and takes stamps beside.
    const Tool& tool = m_hand.current();
    if (modifiers.testFlag(Qt::ControlModifier) && tool.paints() && !tool.takesControl()) {
        button = Qt::RightButton;
        modifiers &= ~Qt::ControlModifier;
    }
    return {cell, modifiers, button, m_scene.pictureRect({cell.row, cell.col, 1, 1}).center()};
}

bool CanvasKeys::enter(const QKeyEvent& event)
{
    if (!m_scene.cursorCell || !m_scene.paintable)
        return false;
    if (m_scene.factor() == 0)
        return true;
    const ToolEvent at = eventAtCursor(event.modifiers());
    if (m_hand.pressed()) {
        if (m_hand.isPressed(ToolHand::By::keyboard) && !event.isAutoRepeat())
            m_hand.release(at);
    } else {
        const bool drags = m_hand.toolFor(at.button, at.modifiers).needsDrag(*m_scene.document, at);
        if (drags && event.isAutoRepeat())
            return true; // of the Enter that ended the drag before
        m_hand.press(at, ToolHand::By::keyboard);
        if (!drags)
            m_hand.release(at);
    }
    emit changed();
    return true;
}

bool CanvasKeys::drag(const QKeyEvent& event)
{
    if (!m_cursor.key(event.key()))
        return false;
    m_hand.move(eventAtCursor(event.modifiers()));
    emit changed();
    return true;
}

} // namespace tessera::app
