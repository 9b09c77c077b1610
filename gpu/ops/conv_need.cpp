// SPDX-License-Identifier: Apache-2.0
#include "gpu/ops/conv_need.h"

#include "gpu/ops/layout.h"

#include <algorithm>

namespace tessera::gpu {

WinogradShape::WinogradShape(ConvMethod method, core::Sampling sampling, std::int64_t rows, std::int64_t width,
                             std::int64_t multiple)
    : tile(winogradTile(method))
{
    const bool up = sampling == core::Sampling::up;
    const std::int64_t side = up ? tile + 1 : tile + 2; // what is zero when pixels are doubled is left out
    positions = side * side;
    tilesX = ceilDiv(width, tile);
    const std::int64_t tilesY = ceilDiv(rows, tile);
    tiles = tilesX * tilesY;
    columns = roundUp(tiles, multiple);
    stripRows = (up ? tilesY * tile / 2 : tilesY * tile) + 2;
    stripWidth = (up ? tilesX * tile / 2 : tilesX * tile) + 2;
}

std::int64_t fusedBlockBytes(const WinogradShape& shape, std::int64_t planes, Tile tile)
{
    return planes * shape.positions * tile.rows * kEntryBytes;
}

ConvNeed needOf(const core::Conv& conv, const Choice& choice, const Tuning& tuning, const core::Shape& x,
                const core::Shape& result, std::int64_t rows)
{
    const std::int64_t planes = eights(x.c), outPlanes = eights(result.c);
    ConvNeed need;
    const auto takeStrip = [&](std::int64_t stripRows, std::int64_t stripWidth) {
        need.stripRows = stripRows;
        need.stripWidth = stripWidth;
        need.scratchBytes = need.largestBytes = stripRows * roundUp(planes * stripWidth, 8) * kEntryBytes;
        need.groups = stripRows * planes;
    };
    if (choice.method == ConvMethod::direct) {
        const bool down = conv.sampling == core::Sampling::down, up = conv.sampling == core::Sampling::up;
        takeStrip(down ? 2 * rows + 2 : up ? ceilDiv(rows, 2) + 2 : rows + 2, x.w + 2);
        need.groups = std::max(
            need.groups, ceilDiv(result.w, tuning.across(choice.tile)) * ceilDiv(rows, choice.tile.columns));
        return need;
    }
    const std::int64_t tilesPerGroup = tuning.tilesPerGroup();
    const WinogradShape shape(choice.method, conv.sampling, rows, result.w, tilesPerGroup);
    takeStrip(shape.stripRows, shape.stripWidth);
    const std::int64_t tileGroups = shape.columns / tilesPerGroup;
    if (isFused(choice.method)) {
        need.largestBytes = std::max(need.largestBytes, fusedBlockBytes(shape, planes, choice.tile));
        need.groups = std::max(need.groups, tileGroups);
        return need;
    }
    const std::int64_t perPosition = shape.columns * kEntryBytes;
    const std::int64_t in = shape.positions * planes * perPosition;
    const std::int64_t products = shape.positions * outPlanes * perPosition;
    const std::int64_t weights = shape.positions * roundUp(result.c, choice.tile.rows) * planes * kEntryBytes;
    need.scratchBytes += in + products;
    need.largestBytes = std::max({need.largestBytes, in, products, weights});
    need.groups = std::max({need.groups, tileGroups * std::max(planes, outPlanes),
                            ceilDiv(result.c, choice.tile.rows)
                                * ceilDiv(shape.columns, tuning.columns(choice.tile)) * shape.positions});
    return need;
}

} // namespace tessera::gpu
