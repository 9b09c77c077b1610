// SPDX-License-Identifier: GPL-3.0-or-later
// Selecting by keyboard: Shift and the arrow keys stretch a rectangle from the keyboard's cell.
#pragma once

#include "app/canvas/canvas_scene.h"

class QKeyEvent;

namespace tessera::app {

class CellCursor;

class CursorSelection {
public:
    CursorSelection(CanvasScene& scene, CellCursor& cursor) : m_scene(scene), m_cursor(cursor) {}

    /// True where the key was for it. Steps without a pause between them are one step of undo.
    bool key(const QKeyEvent& event);

private:
    CanvasScene& m_scene;
    CellCursor& m_cursor;
    core::Cell m_anchor;
    std::optional<core::Cell> m_at; ///< where the last step went
    int m_stroke = 0;
};

} // namespace tessera::app
