// SPDX-License-Identifier: Apache-2.0
#include "gpu/tuning.h"

namespace tessera::gpu {

namespace {

/// One row of the table: what has proved good on devices of a kind (gpu/README.md says how it was measured).
struct Row {
    bool software;
    Variant variant;
    std::uint32_t lanes; ///< 0: the subgroup size
    std::vector<Tile> conv, convDown, gemm;
    Tile nearestCode;
    double flopsPerSecond;
};

const std::vector<Row>& table()
{
    static const std::vector<Row> s_table = {
        {true, Variant::lanes, 0, {{32, 4}, {16, 4}, {8, 4}}, {{16, 4}, {8, 4}}, {{32, 4}, {16, 4}, {8, 4}}, {8, 4}, 2e10},
        {false, Variant::plain, 64, {{16, 4}, {8, 4}}, {{16, 2}, {8, 4}}, {{16, 4}, {8, 4}}, {8, 4}, 1e12},
        {true, Variant::plain, 64, {{16, 4}, {8, 4}}, {{16, 2}, {8, 4}}, {{16, 4}, {8, 4}}, {8, 4}, 1e9},
        {false, Variant::lanes, 0, {{16, 4}, {8, 4}}, {{16, 2}, {8, 4}}, {{16, 4}, {8, 4}}, {8, 4}, 5e11},
    };
    return s_table;
}

Tuning fromRow(const Row& row, const Context& context)
{
    return {row.variant, row.lanes == 0 ? context.info().subgroupSize : row.lanes,
            row.conv, row.convDown, row.gemm, row.nearestCode, row.flopsPerSecond};
}

} // namespace

Tile Tuning::pick(const std::vector<Tile>& candidates, std::int64_t rows) const
{
    for (const Tile& tile : candidates)
        if ((rows + 7) / 8 * 8 % tile.rows == 0)
            return tile;
    return candidates.back();
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
