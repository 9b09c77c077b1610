// SPDX-License-Identifier: Apache-2.0
// The cells of a straight line, by Bresenham's algorithm.
#pragma once

#include "core/geometry.h"

#include <cstdlib>

namespace tessera::core {

/// Calls visit(cell) for each cell of the line once, from end to end, both included. Cells whose centre lies exactly on
/// the line are always among them.
template <class Visit>
void walkLine(Cell from, Cell to, Visit&& visit)
{
    const int cols = std::abs(to.col - from.col), rows = -std::abs(to.row - from.row);
    const int stepCol = from.col < to.col ? 1 : -1, stepRow = from.row < to.row ? 1 : -1;
    int error = cols + rows;
    for (Cell cell = from;;) {
        visit(cell);
        if (cell == to)
            return;
        const int twice = 2 * error;
        if (twice >= rows) {
            error += rows;
            cell.col += stepCol;
        }
        if (twice <= cols) {
            error += cols;
            cell.row += stepRow;
        }
    }
}

} // namespace tessera::core
