// SPDX-License-Identifier: Apache-2.0
#include "gpu/tuning/tuning.h"

#include "gpu/ops/layout.h"
#include "shaders/block.h"

#include <algorithm>
#include <limits>

namespace tessera::gpu {

namespace {

/// One row of the table, for devices of some kinds whose subgroups have so many lanes at least.
struct Row {
    std::vector<DeviceKind> kinds; ///< none: any
    std::uint32_t subgroup;
    Variant variant;
    std::uint32_t lanes; ///< 0: the subgroup size
    std::vector<Tile> conv, convDown, gemm, winograd, nearestCode;
    double emptyRows;
    std::int32_t winogradChannels, exactWinogradChannels;
    std::uint64_t stripBytes;
    std::int64_t keyTile, queryTile, statsGroups;
    double flopsPerSecond;
    Tile quick{0, 0};
    std::int32_t fusedChannels = 0;
    std::vector<Tile> fused{}, exactFused{};
    std::vector<Tile> attend{};
};

using Tiles = std::vector<Tile>;

/// What has proved good on devices of a kind, the best variant first. The row of large graphics processors was measured
/// on an H100 (PERFORMANCE-GPU.md), the other rows of the shared variant follow from what such processors have:
/// - 128 invocations are all that Vulkan promises of a workgroup, and enough: blocks of 128 x 64, 64 x 128, 32 x 128
///   and so on take at most 15 KiB of shared memory, of which Vulkan promises 16. Where there is more, narrow blocks may
///   be wider (the tiles that devices with less leave out).
/// - 64 sums an invocation leave room for some 12 subgroups in the registers of a large processor, and 16 multiply-adds
///   for each texel from shared memory: a block that is half empty is still faster there than one of half its sums.
///   Small ones, and those with narrow subgroups, have half the registers; a quarter of the rows may stay empty.
/// - Winograd's products are many and small, so their blocks are too.
/// - A strip's scratch stays in the caches of large ones; attention takes so many queries that every core has a block.
/// - On a processor with registers of 512 bits there are 32 of them, so a lane's tile may be twice as large.
/// - Winograd's passes are bound by stores there, so it takes one up to so many channels. An encoder's last layer, of few
///   channels, is not worth a kernel of its own.
/// - Attention in one pass keeps a query's mix of the values in registers: for few channels. Several queries of a lane
///   share what is loaded, but compile for seconds, which fewer tokens than models of 64 channels have are not worth.
/// - Of a software driver's compiler a kernel of 8 x 4 sums takes a tenth of a second or two, one of 32 x 8 well over one.
/// - A modest guess at the speed: submissions are too short at first and not too long.
const std::vector<Row>& table()
{
    using enum DeviceKind;
    static const Tiles s_large{{128, 8}, {64, 8}, {32, 8}, {32, 4}, {16, 4}, {16, 2}, {8, 2}, {8, 1}};
    static const Tiles s_small{{64, 4}, {32, 4}, {16, 2}, {8, 1}};
    static const Tiles s_strided{{32, 4}, {16, 2}, {8, 2}, {64, 8}, {32, 8}}, s_between{{32, 4}, {64, 4}, {16, 2}, {128, 8}};
    static const Tiles s_few{{16, 4}, {8, 4}}, s_processor{{16, 4}, {8, 8}};
    static const Tiles s_wide{{32, 8}, {32, 4}, {16, 4}, {8, 8}}, s_wideDirect{{32, 4}, {16, 4}, {8, 8}};
    constexpr Variant lanes = Variant::lanes, shared = Variant::shared;
    static const Tiles s_fused{{8, 1}}, s_exactFused{{16, 1}}, s_attend{{64, 4}, {96, 2}},
        s_wideAttend{{64, 4}, {96, 1}};
    static const std::vector<Row> s_table = {
        {{software}, 16, lanes, 0, s_wideDirect, s_wideDirect, s_wide, s_wide, {{8, 8}}, 0, 64, 96, 24U << 20U, 512,
         1024, 16, 4e10, {8, 4}, 128, s_fused, s_exactFused, s_wideAttend},
        {{software}, 0, lanes, 0, s_processor, s_few, s_processor, s_processor, {{8, 8}}, 0, 32, 128, 8U << 20U, 512,
         1024, 16, 2e10, {8, 4}, 64, s_fused, s_exactFused, s_attend},
        {{discrete, virtualized}, 32, shared, 128, s_large, s_strided, s_large, s_between, {{64, 4}}, 1, 32, 32,
         24U << 20U, 1024, 16384, 256, 1e11},
        {{software}, 0, shared, 128, s_large, s_large, s_large, s_large, {{64, 4}}, 0.25, 32, 128, 8U << 20U, 512, 1024,
         16, 1e9},
        {{}, 0, shared, 128, s_small, s_small, s_small, s_small, {{32, 4}}, 0.25, 32, 128, 8U << 20U, 512, 1024, 256,
         1e11},
        {{}, 0, lanes, 0, s_few, s_few, s_few, s_few, {{8, 4}}, 0, 32, 128, 24U << 20U, 512, 1024, 256, 1e11},
    };
    return s_table;
}

Tuning fromRow(const Row& row, const Context& context)
{
    Tuning tuning;
    tuning.variant = row.variant;
    tuning.lanes = row.lanes == 0 ? context.info().subgroupSize : row.lanes;
    const auto held = [&](Tiles tiles) {
        std::erase_if(tiles, [&](Tile tile) { return !tuning.holds(tile, context.limits()); });
        return tiles;
    };
    tuning.conv = held(row.conv);
    tuning.convDown = held(row.convDown);
    tuning.gemm = held(row.gemm);
    tuning.winograd = held(row.winograd);
    tuning.nearestCode = held(row.nearestCode).front();
    tuning.emptyRows = row.emptyRows;
    tuning.winogradChannels = row.winogradChannels;
    tuning.exactWinogradChannels = row.exactWinogradChannels;
    tuning.stripBytes = row.stripBytes;
    tuning.keyTile = row.keyTile;
    tuning.queryTile = row.queryTile;
    tuning.statsGroups = row.statsGroups;
    tuning.flopsPerSecond = row.flopsPerSecond;
    tuning.quick = row.quick;
    tuning.fusedChannels = row.fusedChannels;
    tuning.fused = held(row.fused);
    tuning.exactFused = held(row.exactFused);
    tuning.attend = row.attend;
    return tuning;
}

const Row& rowFor(Variant variant, DeviceKind kind, std::uint32_t subgroup)
{
    return *std::ranges::find_if(table(), [&](const Row& row) {
        return row.variant == variant && subgroup >= row.subgroup
            && (row.kinds.empty() || std::ranges::find(row.kinds, kind) != row.kinds.end());
    });
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

bool Tuning::holds(Tile tile, const Limits& limits) const
{
    if (variant != Variant::shared)
        return lanes <= limits.groupSize;
    // Two steps of both halves, and what nearest codes of invocations above each other are compared in; elsewhere the
    // four sums that an invocation has of a norm's statistics.
    constexpr std::uint64_t texelBytes = 16, foundBytes = 8;
    const auto group = static_cast<std::int32_t>(lanes);
    const std::uint64_t block
        = 2 * texelBytes * BLOCK_STEP_TEXELS(tile.rows, tile.columns, group, 2) + foundBytes * lanes;
    return lanes <= limits.groupSize && group % (tile.rows / 8) == 0
        && std::max(block, 4 * texelBytes * lanes) <= limits.sharedMemory;
}

Tile Tuning::pick(const std::vector<Tile>& candidates, std::int64_t rows) const
{
    const auto most = static_cast<double>(roundUp(rows, 8)) * (1 + emptyRows);
    for (const Tile& tile : candidates)
        if (static_cast<double>(roundUp(rows, tile.rows)) <= most)
            return tile;
    return candidates.back();
}

Tile Tuning::narrowed(Tile tile, std::int64_t count) const
{
    for (const Tile& other : winograd)
        if (other.rows == tile.rows && other.columns < tile.columns && columns(other) >= count)
            tile = other;
    return tile;
}

Choice Tuning::byDefault(const OpClass& op) const
{
    if (const auto* product = std::get_if<ProductClass>(&op))
        return {ConvMethod::direct, pick(gemm, product->rows)};
    if (std::holds_alternative<CodesClass>(op))
        return {ConvMethod::direct, nearestCode};
    const auto& layer = std::get<ConvClass>(op);
    const bool down = layer.sampling == core::Sampling::down;
    // With its input doubled, a layer has 25 products for 36 of another one: Winograd pays from half the channels on.
    const std::int32_t channels = std::min(layer.in, layer.out) * (layer.sampling == core::Sampling::up ? 2 : 1);
    const std::vector<Tile>& onePass = layer.exact ? exactFused : fused;
    if (!down && !onePass.empty() && std::max(layer.in, layer.out) <= fusedChannels)
        if (const Tile tile = pick(onePass, layer.out); layer.out % tile.rows == 0)
            return {layer.exact ? ConvMethod::fused2 : ConvMethod::fused4, tile};
    if (!down && channels >= (layer.exact ? exactWinogradChannels : winogradChannels))
        return {layer.exact ? ConvMethod::winograd2 : ConvMethod::winograd4, pick(winograd, layer.out)};
    return {ConvMethod::direct, pick(down ? convDown : conv, layer.out)};
}

Choice Tuning::choose(const OpClass& op) const
{
    const auto known = measured.find(op);
    return known == measured.end() ? byDefault(op) : known->second;
}

std::optional<Tile> Tuning::onePass(std::int64_t channels) const
{
    const auto tile = std::ranges::find_if(attend, [&](Tile some) { return channels <= some.rows; });
    return tile == attend.end() || channels % 8 != 0 ? std::nullopt : std::optional(*tile);
}

std::optional<Tuning> Tuning::quickToCompile() const
{
    if (quick.rows == 0)
        return {};
    Tuning tuning = *this;
    tuning.conv = tuning.convDown = tuning.gemm = tuning.winograd = {quick};
    tuning.nearestCode = quick;
    tuning.winogradChannels = tuning.exactWinogradChannels = std::numeric_limits<std::int32_t>::max();
    tuning.fusedChannels = 0;
    tuning.attend.clear();
    tuning.measured.clear();
    return tuning;
}

Tuning defaultTuning(const Context& context)
{
    const bool software = context.info().kind == DeviceKind::software;
    return tuningFor(context, software && context.hasLanes() ? Variant::lanes : Variant::shared);
}

Tuning tuningFor(const Context& context, Variant variant)
{
    return tuningFor(context, variant, context.info().kind, context.info().subgroupSize);
}

Tuning tuningFor(const Context& context, Variant variant, DeviceKind kind, std::uint32_t subgroup)
{
    return fromRow(rowFor(variant, kind, subgroup), context);
}

} // namespace tessera::gpu
