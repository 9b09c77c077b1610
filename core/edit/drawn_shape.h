// SPDX-License-Identifier: Apache-2.0
// Rectangles and ellipses that somebody draws from corner to corner, filled or as an outline.
#pragma once

#include "core/edit/region.h"

namespace tessera::core {

enum class ShapeKind { rectangle, ellipse };

struct ShapeStyle {
    ShapeKind kind = ShapeKind::rectangle;
    bool filled = true;
    int thickness = 1; ///< of an outline, in cells, inwards
    bool operator==(const ShapeStyle&) const = default;
};

/// The shape whose box has these two cells in opposite corners, clipped to the grid. An ellipse has the cells whose
/// centre is inside, and both its axes, so that it touches all four sides of its box; in a square box it is the disc
/// that a brush of that size has. An outline has the cells of the shape from which `thickness` steps straight up, down or
/// to a side lead out of it.
Region drawnShape(Cell from, Cell to, const ShapeStyle& style, const CellRect& grid);

/// Where `to` goes so that the box is a square: the longer side counts, the directions stay.
Cell squared(Cell from, Cell to);

} // namespace tessera::core
