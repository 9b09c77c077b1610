// SPDX-License-Identifier: GPL-3.0-or-later
// The keyboard over the canvas: arrows move the cell cursor and with Shift select, Enter uses the tool there (for tools
// that drag it presses, arrows drag and the next Enter releases), Ctrl+Enter is the right button, Esc takes a drag back,
// Space lets the mouse pan; what floats gets its keys first. Knows which modifiers are held, whoever heard of them last.
#pragma once

#include "app/canvas/canvas_scene.h"
#include "app/canvas/cell_cursor.h"
#include "app/canvas/cursor_selection.h"
#include "app/tools/tool.h"

#include <QObject>

class QKeyEvent;
class QWidget;

namespace tessera::app {

class FloatingPaste;
class ToolHand;
class Viewport;

class CanvasKeys : public QObject {
    Q_OBJECT
public:
    /// Filters the keys of `canvas`.
    CanvasKeys(CanvasScene& scene, Viewport& viewport, ToolHand& hand, FloatingPaste& floating, QWidget& canvas);

    CellCursor& cursor() { return m_cursor; }
    bool spaceHeld() const { return m_spaceHeld; }
    Qt::KeyboardModifiers modifiers() const { return m_modifiers; }
    /// The mouse's events say what is held, too.
    void setModifiers(Qt::KeyboardModifiers modifiers) { m_modifiers = modifiers; }
    /// What the drag by keys means where the cursor is now; there has to be a cursor.
    ToolEvent eventAtCursor(Qt::KeyboardModifiers modifiers) const;

signals:
    void changed(); ///< what is held, or the drag, or the cell cursor: what is under the mouse may mean something else

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool press(const QKeyEvent& event);
    bool release(const QKeyEvent& event);
    bool escape();
    bool deselect();
    bool enter(const QKeyEvent& event);
    bool drag(const QKeyEvent& event);

    CanvasScene& m_scene;
    ToolHand& m_hand;
    FloatingPaste& m_floating;
    CellCursor m_cursor;
    CursorSelection m_selection;
    Qt::KeyboardModifiers m_modifiers = Qt::NoModifier;
    bool m_spaceHeld = false;
};

} // namespace tessera::app
