// SPDX-License-Identifier: Apache-2.0
#include "core/edit/region_sets.h"

#include <algorithm>
#include <utility>

namespace tessera::core {
namespace {

std::size_t cellsOf(const CellRect& rect)
{
    return rect.isEmpty() ? 0 : static_cast<std::size_t>(rect.rows) * static_cast<std::size_t>(rect.cols);
}

std::uint8_t* rowOf(Region& region, int row, int col)
{
    return region.mask.data() + static_cast<std::ptrdiff_t>(row - region.bounds.top) * region.bounds.cols
        + (col - region.bounds.left);
}

const std::uint8_t* rowOf(const Region& region, int row, int col)
{
    return region.mask.data() + static_cast<std::ptrdiff_t>(row - region.bounds.top) * region.bounds.cols
        + (col - region.bounds.left);
}

/// The part of `region` inside `bounds`, as a mask over all of these.
Region over(const Region& region, const CellRect& bounds)
{
    Region result{bounds, std::vector<std::uint8_t>(cellsOf(bounds))};
    const CellRect part = region.bounds.intersected(bounds);
    for (int row = part.top; !part.isEmpty() && row < part.top + part.rows; ++row)
        std::copy_n(rowOf(region, row, part.left), part.cols, rowOf(result, row, part.left));
    return result;
}

/// Writes combine(a, b) into the cells of `a` that lie in the bounds of `b`.
template <class Combine>
void combineInto(Region& a, const Region& b, Combine&& combine)
{
    const CellRect part = a.bounds.intersected(b.bounds);
    for (int row = part.top; !part.isEmpty() && row < part.top + part.rows; ++row) {
        std::uint8_t* to = rowOf(a, row, part.left);
        const std::uint8_t* other = rowOf(b, row, part.left);
        for (int col = 0; col < part.cols; ++col)
            to[col] = combine(to[col] != 0, other[col] != 0) ? 1 : 0;
    }
}

} // namespace

std::int64_t cellCount(const Region& region)
{
    return std::ranges::count_if(region.mask, [](std::uint8_t inside) { return inside != 0; });
}

Region tightened(Region region)
{
    const CellRect& box = region.bounds;
    int top = box.top + box.rows, bottom = box.top, left = box.left + box.cols, right = box.left;
    for (int row = box.top; row < box.top + box.rows; ++row) {
        const std::uint8_t* cells = rowOf(std::as_const(region), row, box.left);
        for (int col = 0; col < box.cols; ++col)
            if (cells[col] != 0) {
                top = std::min(top, row);
                bottom = row + 1;
                left = std::min(left, box.left + col);
                right = std::max(right, box.left + col + 1);
            }
    }
    if (top >= bottom)
        return {};
    const CellRect tight{top, left, bottom - top, right - left};
    return tight == box ? std::move(region) : over(region, tight);
}

Region united(const Region& a, const Region& b)
{
    Region result = over(a, a.bounds.united(b.bounds));
    combineInto(result, b, [](bool inA, bool inB) { return inA || inB; });
    return tightened(std::move(result));
}

Region intersected(const Region& a, const Region& b)
{
    const CellRect both = a.bounds.intersected(b.bounds);
    if (both.isEmpty())
        return {};
    Region result = over(a, both);
    combineInto(result, b, [](bool inA, bool inB) { return inA && inB; });
    return tightened(std::move(result));
}

Region subtracted(const Region& from, const Region& what)
{
    Region result = from;
    combineInto(result, what, [](bool inA, bool inB) { return inA && !inB; });
    return tightened(std::move(result));
}

Region wholeGrid(const CellRect& grid)
{
    return grid.isEmpty() ? Region{} : Region{grid, std::vector<std::uint8_t>(cellsOf(grid), 1)};
}

Region inverted(const Region& region, const CellRect& grid)
{
    return subtracted(wholeGrid(grid), region);
}

Region moved(const Region& region, int rows, int cols, const CellRect& grid)
{
    Region shifted = region;
    shifted.bounds.top += rows;
    shifted.bounds.left += cols;
    const CellRect inside = shifted.bounds.intersected(grid);
    return inside.isEmpty() ? Region{} : tightened(over(shifted, inside));
}

} // namespace tessera::core
