// SPDX-License-Identifier: GPL-3.0-or-later
// The keyboard over the canvas: arrows move the cell cursor, Enter uses the tool there, Esc takes a drag back, Space
// lets the mouse pan. Knows which modifiers are held, whoever heard of them last.
#pragma once

#include "app/canvas/canvas_scene.h"
#include "app/canvas/cell_cursor.h"

#include <QObject>

class QKeyEvent;
class QWidget;

namespace tessera::app {

class ToolHand;
class Viewport;

class CanvasKeys : public QObject {
    Q_OBJECT
public:
    /// Filters the keys of `canvas`.
    CanvasKeys(CanvasScene& scene, Viewport& viewport, ToolHand& hand, QWidget& canvas);

    CellCursor& cursor() { return m_cursor; }
    bool spaceHeld() const { return m_spaceHeld; }
    Qt::KeyboardModifiers modifiers() const { return m_modifiers; }
    /// The mouse's events say what is held, too.
    void setModifiers(Qt::KeyboardModifiers modifiers) { m_modifiers = modifiers; }

signals:
    void changed(); ///< what is held, or the drag, or the cell cursor: what is under the mouse may mean something else

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool press(const QKeyEvent& event);
    bool release(const QKeyEvent& event);
    bool escape();
    bool pressAtCursor(Qt::KeyboardModifiers modifiers);

    CanvasScene& m_scene;
    ToolHand& m_hand;
    CellCursor m_cursor;
    Qt::KeyboardModifiers m_modifiers = Qt::NoModifier;
    bool m_spaceHeld = false;
};

} // namespace tessera::app
