// SPDX-License-Identifier: GPL-3.0-or-later
// What is drawn over a pane's picture, at one size of line and text whatever the zoom. Each function draws nothing
// where there is nothing to see or no room for it.
#pragma once

#include "app/canvas/canvas_scene.h"
#include "app/panes/pane_source.h"

#include <QPalette>
#include <QRectF>
#include <QSizeF>

class QPainter;

namespace tessera::app {

/// A pane that is being painted.
struct PaneContext {
    const CanvasScene& scene;
    const Viewport& viewport;
    PaneSource source; ///< that is drawn
    QSizeF size;      ///< of the pane
    QRectF exposed;   ///< the part that is painted
    QPalette palette;
};

double cellOnScreen(const PaneContext& pane); ///< side of a cell in screen pixels; 0 without codes
QRectF cellsOnScreen(const PaneContext& pane, const core::CellRect& cells);
/// The cells that are painted now, wholly or in part.
core::CellRect visibleCells(const PaneContext& pane);

/// Lines along the edges of cells, light on dark. Where they are a tangle (a fill of noise, seen whole) there are none.
void outlineCells(QPainter& painter, const PaneContext& pane, const std::vector<core::BorderLine>& border);

/// Dims and hatches what the model sees beyond the picture, and names it.
void drawPadding(QPainter& painter, const PaneContext& pane);
/// Lines between cells of at least 8 screen pixels; in the Codes pane always, elsewhere when the grid is on.
void drawGrid(QPainter& painter, const PaneContext& pane);
/// The code on each cell of at least 28 screen pixels, in the Codes pane.
void drawNumbers(QPainter& painter, const PaneContext& pane);
/// What the brush would write, the cell under the mouse, the keyboard's cell.
void drawMarks(QPainter& painter, const PaneContext& pane);

} // namespace tessera::app
