// SPDX-License-Identifier: Apache-2.0
#include "gpu/tuning.h"

#include "gpu/layout.h"

#include <bit>

namespace tessera::gpu {

namespace {

/// One row of the table: what has proved good on devices of a kind (gpu/README.md says how it was measured).
struct Row {
    bool software;
    Variant variant;
    std::uint32_t lanes; ///< 0: the subgroup size
    std::vector<Tile> conv, convDown, gemm;
    Tile nearestCode;
    std::int32_t winogradChannels;
    std::uint64_t stripBytes;
    double flopsPerSecond;
};

const std::vector<Row>& table()
{
    static const std::vector<Row> s_table = {
        {true, Variant::lanes, 0, {{16, 4}, {8, 8}}, {{16, 4}, {8, 4}}, {{16, 4}}, {8, 8}, 32, 8U << 20U, 2e10},
        {false, Variant::plain, 64, {{16, 4}, {8, 4}}, {{16, 2}, {8, 4}}, {{16, 4}, {8, 4}}, {8, 4}, 32, 64U << 20U,
         1e11},
        {true, Variant::plain, 64, {{16, 4}, {8, 4}}, {{16, 2}, {8, 4}}, {{16, 4}, {8, 4}}, {8, 4}, 32, 8U << 20U, 1e9},
        {false, Variant::lanes, 0, {{16, 4}, {8, 4}}, {{16, 2}, {8, 4}}, {{16, 4}, {8, 4}}, {8, 4}, 32, 64U << 20U,
         1e11},
    };
    return s_table;
}

Tuning fromRow(const Row& row, const Context& context)
{
    Tuning tuning;
    tuning.variant = row.variant;
    tuning.lanes = row.lanes == 0 ? context.info().subgroupSize : row.lanes;
    tuning.conv = row.conv;
    tuning.convDown = row.convDown;
    tuning.gemm = row.gemm;
    tuning.nearestCode = row.nearestCode;
    tuning.winogradChannels = row.winogradChannels;
    tuning.stripBytes = row.stripBytes;
    tuning.flopsPerSecond = row.flopsPerSecond;
    tuning.statsGroups = row.software ? 16 : 256;
    return tuning;
}

} // namespace

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
        return static_cast<std::int32_t>(
            std::bit_ceil(static_cast<std::uint32_t>(std::max<std::int64_t>(channels, 8))));
    };
    return {conv.sampling, bound(conv.inChannels()), bound(conv.outChannels()), exact};
}

ConvChoice Tuning::choose(const core::Conv& conv, bool exact) const
{
    if (const auto known = measured.find(classOf(conv, exact)); known != measured.end())
        return known->second;
    const bool down = conv.sampling == core::Sampling::down;
    const bool wide
        = std::min(conv.inChannels(), conv.outChannels()) >= (exact ? exactWinogradChannels : winogradChannels);
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
    const bool software = context.info().kind == DeviceKind::software;
    for (const Row& row : table())
        if (row.software == software && (row.variant == Variant::plain || context.hasLanes()))
            return fromRow(row, context);
    return {};
}

Tuning tuningFor(const Context& context, Variant variant)
{
    const bool software = context.info().kind == DeviceKind::software;
    for (const Row& row : table())
        if (row.software == software && row.variant == variant)
            return fromRow(row, context);
    return {};
}

} // namespace tessera::gpu
