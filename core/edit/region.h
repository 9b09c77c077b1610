// SPDX-License-Identifier: Apache-2.0
// Which cells an edit touches: a set of cells on a grid, as a mask over its bounding rectangle.
#pragma once

#include "core/geometry.h"

#include <cstdint>
#include <vector>

namespace tessera::core {

struct Region {
    CellRect bounds;
    std::vector<std::uint8_t> mask; ///< 1 inside, bounds.rows x bounds.cols

    bool isEmpty() const { return bounds.isEmpty(); }
    bool operator==(const Region&) const = default;

    bool contains(Cell cell) const
    {
        return bounds.contains(cell)
            && mask[static_cast<std::size_t>((cell.row - bounds.top) * bounds.cols + cell.col - bounds.left)] != 0;
    }
};

enum class BrushShape { square, disc };

/// The cells under a brush of `size` cells across (1..64) whose centre is `cell`, clipped to the grid. A brush of
/// even size extends one cell further up and left. A disc has the cells whose centre is inside the circle; of size 3
/// it is a plus.
Region brushAt(Cell cell, int size, BrushShape shape, const CellRect& grid);

/// The brush drawn along the straight line between two cells, both ends included (Bresenham).
Region brushLine(Cell from, Cell to, int size, BrushShape shape, const CellRect& grid);

} // namespace tessera::core
