// SPDX-License-Identifier: Apache-2.0
#include "core/edit/shapes.h"

#include "core/edit/line.h"
#include "core/edit/region_sets.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace tessera::core {
namespace {

CellRect boundsOf(std::span<const Cell> cells)
{
    CellRect box;
    for (const Cell& cell : cells)
        box = box.united({cell.row, cell.col, 1, 1});
    return box;
}

/// Adds the edge's part in the winding numbers of the cells to its right: in each row whose centre line it crosses,
/// from the first centre that is not left of it. An edge crosses the rows from its upper end up to, and without, its
/// lower.
void addWinding(std::vector<std::int32_t>& turns, const CellRect& box, Cell from, Cell to)
{
    if (from.row == to.row)
        return;
    const std::int32_t direction = from.row < to.row ? 1 : -1;
    if (direction < 0)
        std::swap(from, to);
    const double slope = static_cast<double>(to.col - from.col) / (to.row - from.row);
    const int end = std::min(to.row, box.top + box.rows);
    for (int row = std::max(from.row, box.top); row < end; ++row) {
        const double crossing = from.col + slope * (row - from.row);
        const double first = std::max(std::ceil(crossing), static_cast<double>(box.left));
        if (first < box.left + box.cols)
            turns[static_cast<std::size_t>(row - box.top) * static_cast<std::size_t>(box.cols)
                  + static_cast<std::size_t>(static_cast<int>(first) - box.left)] += direction;
    }
}

} // namespace

Region rectangleRegion(Cell from, Cell to, const CellRect& grid)
{
    const CellRect corners = CellRect{from.row, from.col, 1, 1}.united({to.row, to.col, 1, 1});
    return wholeGrid(corners.intersected(grid));
}

Region polygonRegion(std::span<const Cell> path, const CellRect& grid)
{
    const CellRect box = boundsOf(path).intersected(grid);
    if (box.isEmpty())
        return {};
    const auto cells = static_cast<std::size_t>(box.rows) * static_cast<std::size_t>(box.cols);
    std::vector<std::int32_t> turns(cells);
    for (std::size_t i = 0; i < path.size(); ++i)
        addWinding(turns, box, path[i], path[(i + 1) % path.size()]);
    Region region{box, std::vector<std::uint8_t>(cells)};
    for (std::size_t i = 0, row = 0; row < static_cast<std::size_t>(box.rows); ++row) {
        std::int32_t winding = 0;
        for (int col = 0; col < box.cols; ++col, ++i) {
            winding += turns[i];
            region.mask[i] = winding != 0 ? 1 : 0;
        }
    }
    for (std::size_t i = 0; i < path.size(); ++i)
        walkLine(path[i], path[(i + 1) % path.size()], [&](Cell cell) {
            if (box.contains(cell))
                region.mask[static_cast<std::size_t>(cell.row - box.top) * static_cast<std::size_t>(box.cols)
                            + static_cast<std::size_t>(cell.col - box.left)] = 1;
        });
    return tightened(std::move(region));
}

} // namespace tessera::core
