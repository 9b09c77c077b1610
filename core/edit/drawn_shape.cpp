// SPDX-License-Identifier: Apache-2.0
#include "core/edit/drawn_shape.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace tessera::core {
namespace {

CellRect boxOf(Cell a, Cell b)
{
    const int top = std::min(a.row, b.row), left = std::min(a.col, b.col);
    return {top, left, std::abs(a.row - b.row) + 1, std::abs(a.col - b.col) + 1};
}

/// In half cells from the middle, squared and without divisions; what is taken off the right side is what
/// core::brushAt() takes off its radius.
bool isInEllipse(const CellRect& box, Cell cell)
{
    const std::int64_t w = box.cols, h = box.rows;
    const std::int64_t dx = 2 * (cell.col - box.left) + 1 - w, dy = 2 * (cell.row - box.top) + 1 - h;
    const bool onAxis = std::abs(dx) <= 1 - w % 2 || std::abs(dy) <= 1 - h % 2;
    return onAxis || dx * dx * h * h + dy * dy * w * w <= w * w * h * h - 2 * w * h;
}

bool isInShape(const CellRect& box, ShapeKind kind, Cell cell)
{
    return box.contains(cell) && (kind == ShapeKind::rectangle || isInEllipse(box, cell));
}

/// Do n steps straight up, down, to the left or to the right lead out of the shape?
bool isNearEdge(const CellRect& box, ShapeKind kind, Cell cell, int n)
{
    return !isInShape(box, kind, {cell.row - n, cell.col}) || !isInShape(box, kind, {cell.row + n, cell.col})
        || !isInShape(box, kind, {cell.row, cell.col - n}) || !isInShape(box, kind, {cell.row, cell.col + n});
}

} // namespace

Region drawnShape(Cell from, Cell to, const ShapeStyle& style, const CellRect& grid)
{
    const CellRect box = boxOf(from, to);
    Region region;
    region.bounds = box.intersected(grid);
    if (region.bounds.isEmpty())
        return {};
    const CellRect& seen = region.bounds;
    region.mask.reserve(static_cast<std::size_t>(seen.rows) * static_cast<std::size_t>(seen.cols));
    for (int row = seen.top; row < seen.top + seen.rows; ++row)
        for (int col = seen.left; col < seen.left + seen.cols; ++col) {
            const Cell cell{row, col};
            region.mask.push_back(isInShape(box, style.kind, cell)
                                  && (style.filled || isNearEdge(box, style.kind, cell, style.thickness)));
        }
    return region;
}

Cell squared(Cell from, Cell to)
{
    const int side = std::max(std::abs(to.row - from.row), std::abs(to.col - from.col));
    return {from.row + (to.row < from.row ? -side : side), from.col + (to.col < from.col ? -side : side)};
}

} // namespace tessera::core
