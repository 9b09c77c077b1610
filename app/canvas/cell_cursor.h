// SPDX-License-Identifier: GPL-3.0-or-later
// The keyboard's cell: arrow keys move it over the grid, and the viewport follows.
#pragma once

#include "app/canvas/canvas_scene.h"

#include <QObject>

namespace tessera::app {

class Viewport;

class CellCursor : public QObject {
    Q_OBJECT
public:
    /// Keeps scene.cursorCell.
    CellCursor(CanvasScene& scene, Viewport& viewport, QObject* parent);

    void set(core::Cell cell); ///< clamped to the grid; nothing without one
    bool clear();              ///< false if there was none
    /// Moves by an arrow key; where there is no cursor yet it appears where somebody looks: under the mouse, or in the
    /// middle of the view. False for other keys.
    bool key(int key);
    void appear();

signals:
    void moved(const tessera::core::Cell& cell);

private:
    CanvasScene& m_scene;
    Viewport& m_viewport;
};

} // namespace tessera::app
