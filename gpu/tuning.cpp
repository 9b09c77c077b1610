// SPDX-License-Identifier: Apache-2.0
#include "gpu/tuning.h"

#include "gpu/layout.h"

#include <algorithm>

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
        {true, Variant::lanes, 0, {{32, 4}, {16, 4}, {8, 4}}, {{16, 4}, {8, 4}}, {{16, 4}, {8, 4}}, {8, 4}, 32, 8U << 20U, 2e10},
        {false, Variant::plain, 64, {{16, 4}, {8, 4}}, {{16, 2}, {8, 4}}, {{16, 4}, {8, 4}}, {8, 4}, 32, 64U << 20U, 1e12},
        {true, Variant::plain, 64, {{16, 4}, {8, 4}}, {{16, 2}, {8, 4}}, {{16, 4}, {8, 4}}, {8, 4}, 32, 8U << 20U, 1e9},
        {false, Variant::lanes, 0, {{16, 4}, {8, 4}}, {{16, 2}, {8, 4}}, {{16, 4}, {8, 4}}, {8, 4}, 32, 64U << 20U, 5e11},
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

Choice Tuning::byDefault(const OpClass& op) const
{
    if (const auto* product = std::get_if<ProductClass>(&op))
        return {ConvMethod::direct, pick(gemm, product->rows)};
    if (std::holds_alternative<CodesClass>(op))
        return {ConvMethod::direct, nearestCode};
    const auto& layer = std::get<ConvClass>(op);
    const bool down = layer.sampling == core::Sampling::down;
    if (!down && std::min(layer.in, layer.out) >= winogradChannels)
        return {layer.exact ? ConvMethod::winograd2 : ConvMethod::winograd4, pick(gemm, layer.out)};
    return {ConvMethod::direct, pick(down ? convDown : conv, layer.out)};
}

Choice Tuning::choose(const OpClass& op) const
{
    const auto known = measured.find(op);
    return known == measured.end() ? byDefault(op) : known->second;
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
