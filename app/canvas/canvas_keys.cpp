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
        return pressAtCursor(event.modifiers());
    case Qt::Key_Shift:
        m_modifiers |= Qt::ShiftModifier;
        break;
    case Qt::Key_Control:
        m_modifiers |= Qt::ControlModifier;
        break;
    default:
        return !m_hand.pressed() && (m_selection.key(event) || m_cursor.key(event.key()));
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

bool CanvasKeys::pressAtCursor(Qt::KeyboardModifiers modifiers)
{
    if (!m_scene.cursorCell || !m_scene.paintable)
        return false;
    if (!m_hand.pressed() && m_scene.factor() != 0) {
        const core::Cell cell = *m_scene.cursorCell;
        const ToolEvent event{cell, modifiers, Qt::LeftButton, m_scene.pictureRect({cell.row, cell.col, 1, 1}).center()};
        m_hand.press(event);
        m_hand.release(event);
        emit changed();
    }
    return true;
}

} // namespace tessera::app
