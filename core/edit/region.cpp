// SPDX-License-Identifier: Apache-2.0
#include "core/edit/region.h"

#include "core/edit/line.h"

#include <algorithm>
#include <cassert>

namespace tessera::core {
namespace {

constexpr int kMaxBrushSize = 64;

/// Half-open columns of one row of a brush, counted from the left of its square.
struct Span {
    int begin = 0;
    int end = 0;
};

/// A disc has the cells whose centre is inside the circle. In half cells, squared, the two that are taken off the
/// radius make size 3 a plus and leave size 2 whole, which is what people know from pixel editors.
std::vector<Span> brushRows(int size, BrushShape shape)
{
    std::vector<Span> rows(static_cast<std::size_t>(size), Span{0, size});
    if (shape == BrushShape::square)
        return rows;
    const int limit = std::max(size * size - 2, 0);
    for (int row = 0; row < size; ++row) {
        const int dy = 2 * row + 1 - size;
        int begin = 0;
        while (begin < size && (2 * begin + 1 - size) * (2 * begin + 1 - size) + dy * dy > limit)
            ++begin;
        rows[static_cast<std::size_t>(row)] = {std::min(begin, size - begin), std::max(begin, size - begin)};
    }
    return rows;
}

CellRect squareAt(Cell cell, int size)
{
    return {cell.row - size / 2, cell.col - size / 2, size, size};
}

void stamp(Region& region, Cell cell, const std::vector<Span>& rows)
{
    const CellRect square = squareAt(cell, static_cast<int>(rows.size()));
    const CellRect inside = square.intersected(region.bounds);
    for (int row = inside.top; row < inside.top + inside.rows; ++row) {
        const Span span = rows[static_cast<std::size_t>(row - square.top)];
        const int begin = std::max(square.left + span.begin, inside.left);
        const int end = std::min(square.left + span.end, inside.left + inside.cols);
        const int offset = (row - region.bounds.top) * region.bounds.cols - region.bounds.left;
        for (int col = begin; col < end; ++col)
            region.mask[static_cast<std::size_t>(offset + col)] = 1;
    }
}

} // namespace

Region brushAt(Cell cell, int size, BrushShape shape, const CellRect& grid)
{
    return brushLine(cell, cell, size, shape, grid);
}

Region brushLine(Cell from, Cell to, int size, BrushShape shape, const CellRect& grid)
{
    size = std::clamp(size, 1, kMaxBrushSize);
    Region region;
    region.bounds = squareAt(from, size).united(squareAt(to, size)).intersected(grid);
    if (region.bounds.isEmpty()) {
        region.bounds = {};
        return region;
    }
    region.mask.resize(static_cast<std::size_t>(region.bounds.rows) * static_cast<std::size_t>(region.bounds.cols));
    const std::vector<Span> rows = brushRows(size, shape);
    walkLine(from, to, [&](Cell cell) { stamp(region, cell, rows); });
    return region;
}

} // namespace tessera::core
