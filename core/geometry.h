// SPDX-License-Identifier: Apache-2.0
// Whole-number rectangles and points on the grid of cells.
#pragma once

#include <algorithm>

namespace tessera::core {

struct Cell {
    int row = 0;
    int col = 0;
    bool operator==(const Cell&) const = default;
};

/// Half-open: rows [top, top + rows), columns [left, left + cols).
struct CellRect {
    int top = 0;
    int left = 0;
    int rows = 0;
    int cols = 0;

    bool isEmpty() const { return rows <= 0 || cols <= 0; }
    bool contains(Cell cell) const
    {
        return cell.row >= top && cell.row < top + rows && cell.col >= left && cell.col < left + cols;
    }
    CellRect intersected(const CellRect& other) const
    {
        const int newTop = std::max(top, other.top), newLeft = std::max(left, other.left);
        return {newTop, newLeft, std::max(0, std::min(top + rows, other.top + other.rows) - newTop),
                std::max(0, std::min(left + cols, other.left + other.cols) - newLeft)};
    }
    CellRect united(const CellRect& other) const
    {
        if (isEmpty())
            return other;
        if (other.isEmpty())
            return *this;
        const int newTop = std::min(top, other.top), newLeft = std::min(left, other.left);
        return {newTop, newLeft, std::max(top + rows, other.top + other.rows) - newTop,
                std::max(left + cols, other.left + other.cols) - newLeft};
    }
    bool operator==(const CellRect&) const = default;
};

} // namespace tessera::core
