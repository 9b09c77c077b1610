// SPDX-License-Identifier: Apache-2.0
#include "core/edit/tiling.h"

#include "core/edit/line.h"

namespace tessera::core {
namespace {

int floorDivided(int a, int b)
{
    return a >= 0 ? a / b : -((b - 1 - a) / b);
}

} // namespace

Cell Tiling::placeAt(Cell cell) const
{
    return {floorDivided(cell.row - origin.row, block.rows), floorDivided(cell.col - origin.col, block.cols)};
}

Region Tiling::line(Cell from, Cell to, const CellRect& grid) const
{
    const auto rectOf = [this](Cell place) {
        const Cell corner = cornerOf(place);
        return CellRect{corner.row, corner.col, block.rows, block.cols};
    };
    Region region;
    region.bounds = rectOf(from).united(rectOf(to)).intersected(grid);
    if (region.bounds.isEmpty())
        return {};
    const CellRect& box = region.bounds;
    region.mask.resize(static_cast<std::size_t>(box.rows) * static_cast<std::size_t>(box.cols));
    walkLine(from, to, [&](Cell place) {
        const Region one = placed(block, cornerOf(place), box);
        for (int row = one.bounds.top; row < one.bounds.top + one.bounds.rows; ++row)
            for (int col = one.bounds.left; col < one.bounds.left + one.bounds.cols; ++col)
                if (one.contains({row, col}))
                    region.mask[static_cast<std::size_t>((row - box.top) * box.cols + col - box.left)] = 1;
    });
    return region;
}

Ink Tiling::ink() const
{
    return [tiling = *this](int row, int col) {
        const Cell corner = tiling.cornerOf(tiling.placeAt({row, col}));
        return tiling.block.codes[static_cast<std::size_t>((row - corner.row) * tiling.block.cols + col - corner.col)];
    };
}

} // namespace tessera::core
