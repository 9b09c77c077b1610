// SPDX-License-Identifier: Apache-2.0
#include "gpu/tuning.h"

#include "gpu/layout.h"
#include "shaders/block.h"

#include <algorithm>
#include <bit>

namespace tessera::gpu {

namespace {

/// One row of the table, for devices of some kinds with subgroups of so many lanes at least.
struct Row {
    std::vector<DeviceKind> kinds; ///< none: any
    std::uint32_t subgroup;
    Variant variant;
    std::uint32_t lanes; ///< 0: the subgroup size
    std::vector<Tile> conv, convDown, gemm, nearestCode;
    std::int32_t winogradChannels;
    std::uint64_t stripBytes;
    double flopsPerSecond;
    std::int64_t statsGroups;
};

/// Tiles for graphics processors. With 128 invocations, all that Vulkan promises of a workgroup, blocks of 128 x 64, 64 x
/// 128, 32 x 128 ...; the first ones need more than the 16 KiB of shared memory that it promises, and are left out
/// where there is no more. 64 sums an invocation take half the registers of a processor made for this, 32 are what
/// smaller ones have room for.
const std::vector<Tile> kLargeTiles{{128, 8}, {64, 8}, {32, 8}, {32, 4}, {16, 4}, {16, 2}, {8, 2}, {8, 1}};
const std::vector<Tile> kSmallTiles{{64, 4}, {32, 4}, {16, 2}, {8, 1}};

/// What has proved good on devices of a kind (gpu/README.md says how it was measured), best first. Of graphics
/// processors nothing is measured: those rows follow the books, and err towards less work a submission.
const std::vector<Row>& table()
{
    using enum DeviceKind;
    static const std::vector<Row> s_table = {
        {{software}, 0, Variant::lanes, 0, {{32, 4}, {16, 4}, {8, 4}}, {{16, 4}, {8, 4}}, {{16, 4}, {8, 4}}, {{8, 4}}, 32, 8U << 20U, 2e10, 64},
        {{discrete, virtualized}, 32, Variant::shared, 128, kLargeTiles, kLargeTiles, kLargeTiles, {{64, 4}}, 32, 24U << 20U, 1e11, 512},
        {{software}, 0, Variant::shared, 128, kLargeTiles, kLargeTiles, kLargeTiles, {{64, 4}}, 32, 8U << 20U, 1e9, 64},
        {{}, 0, Variant::shared, 128, kSmallTiles, kSmallTiles, kSmallTiles, {{32, 4}}, 32, 8U << 20U, 1e11, 256},
        {{}, 0, Variant::lanes, 0, {{16, 4}, {8, 4}}, {{16, 2}, {8, 4}}, {{16, 4}, {8, 4}}, {{8, 4}}, 32, 24U << 20U, 1e11, 256},
    };
    return s_table;
}

/// Bytes of shared memory that a block takes: two steps, and what the best of nearest codes are compared in.
std::size_t sharedBytes(Tile tile, std::uint32_t lanes)
{
    const auto group = static_cast<std::int32_t>(lanes);
    return 2 * sizeof(float[4]) * static_cast<std::size_t>(BLOCK_STEP_TEXELS(tile.rows, tile.columns, group, 2))
        + sizeof(float[2]) * lanes;
}

bool isFor(const Row& row, const Context& context, Variant variant)
{
    return row.variant == variant && context.info().subgroupSize >= row.subgroup
        && (row.kinds.empty() || std::ranges::find(row.kinds, context.info().kind) != row.kinds.end());
}

Tuning fromRow(const Row& row, const Context& context)
{
    Tuning tuning;
    tuning.variant = row.variant;
    tuning.lanes = row.lanes == 0 ? context.info().subgroupSize : row.lanes;
    const auto fitting = [&](std::vector<Tile> tiles) {
        if (row.variant == Variant::shared)
            std::erase_if(tiles, [&](Tile tile) { return sharedBytes(tile, tuning.lanes) > context.limits().sharedMemory; });
        return tiles;
    };
    tuning.conv = fitting(row.conv);
    tuning.convDown = fitting(row.convDown);
    tuning.gemm = fitting(row.gemm);
    tuning.nearestCode = fitting(row.nearestCode).front();
    tuning.winogradChannels = row.winogradChannels;
    tuning.stripBytes = row.stripBytes;
    tuning.flopsPerSecond = row.flopsPerSecond;
    tuning.statsGroups = row.statsGroups;
    return tuning;
}

} // namespace

std::int64_t Tuning::across(Tile tile) const
{
    return variant == Variant::shared ? std::int64_t{lanes} / (tile.rows / 8) : std::int64_t{lanes};
}

std::int64_t Tuning::tilesPerGroup() const
{
    return variant == Variant::shared ? std::int64_t{lanes} / 2 : std::int64_t{lanes};
}

std::int64_t Tuning::partials() const { return variant == Variant::shared ? 1 : std::int64_t{lanes}; }

Tile Tuning::pick(const std::vector<Tile>& candidates, std::int64_t rows) const
{
    for (const Tile& tile : candidates)
        if (roundUp(rows, 8) % tile.rows == 0)
            return tile;
    return candidates.back();
}

ConvClass classOf(const core::Conv& conv, bool exact)
{
    const auto bound = [](std::int64_t channels) {
        return static_cast<std::int32_t>(std::bit_ceil(static_cast<std::uint32_t>(std::max<std::int64_t>(channels, 8))));
    };
    return {conv.sampling, bound(conv.inChannels()), bound(conv.outChannels()), exact};
}

ConvChoice Tuning::choose(const core::Conv& conv, bool exact) const
{
    if (const auto known = measured.find(classOf(conv, exact)); known != measured.end())
        return known->second;
    const bool down = conv.sampling == core::Sampling::down;
    const bool wide = std::min(conv.inChannels(), conv.outChannels()) >= winogradChannels;
    if (!down && wide)
        return {exact ? ConvMethod::winograd2 : ConvMethod::winograd4, pick(gemm, conv.outChannels())};
    return {ConvMethod::direct, pick(down ? convDown : this->conv, conv.outChannels())};
}

std::string toString(const ConvChoice& choice)
{
    const char* method = choice.method == ConvMethod::direct ? "direct"
        : choice.method == ConvMethod::winograd2             ? "winograd 2x2"
                                                             : "winograd 4x4";
    return std::string(method) + " " + std::to_string(choice.tile.rows) + "x" + std::to_string(choice.tile.columns);
}

Tuning defaultTuning(const Context& context)
{
    for (const Row& row : table())
        if (isFor(row, context, row.variant) && (row.variant == Variant::shared || context.hasLanes()))
            return fromRow(row, context);
    return {};
}

Tuning tuningFor(const Context& context, Variant variant)
{
    for (const Row& row : table())
        if (isFor(row, context, variant))
            return fromRow(row, context);
    return {};
}

} // namespace tessera::gpu
