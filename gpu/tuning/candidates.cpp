// SPDX-License-Identifier: Apache-2.0
#include "gpu/tuning/candidates.h"

#include <algorithm>

namespace tessera::gpu {

namespace {

/// Tiles in the order in which they are tried. On a processor the sums of a lane may be many, since what does not fit
/// the registers comes from the nearest cache; on a GPU they must stay in registers.
struct Row {
    bool software;
    std::vector<Tile> direct, product, codes;
    std::vector<Tile> fused{};
    std::vector<Tile> winograd{}; ///< none: as other products
};

const std::vector<Row>& table()
{
    static const std::vector<Row> s_table = {
        {true,
         {{16, 4}, {16, 5}, {32, 4}, {8, 8}, {32, 8}, {8, 4}, {16, 2}},
         {{16, 4}, {32, 4}, {16, 5}, {32, 8}, {64, 4}, {8, 8}, {8, 4}},
         {{8, 4}, {8, 8}, {16, 4}, {16, 2}, {8, 2}},
         {{8, 1}, {16, 1}}},
        {false,
         {{16, 4}, {8, 4}, {16, 2}, {8, 8}, {8, 2}, {32, 2}},
         {{16, 4}, {8, 4}, {8, 8}, {16, 2}, {32, 2}, {8, 2}},
         {{8, 4}, {8, 2}, {8, 1}, {16, 2}, {8, 8}}},
    };
    return s_table;
}

/// The lanes variant's are in the table; blocks of the shared one are those that the device holds.
Row rowFor(const Tuning& tuning, DeviceKind kind)
{
    if (tuning.variant == Variant::shared)
        return {false, tuning.conv, tuning.gemm, {tuning.nearestCode}, {}, tuning.winograd};
    return table()[kind == DeviceKind::software ? 0 : 1];
}

/// Some legal tiles of a method.
struct Share {
    ConvMethod method;
    std::size_t tiles;
};

/// What is rarely the best is tried in one shape only.
std::vector<Share> sharesOf(const ConvClass& conv)
{
    if (conv.sampling == core::Sampling::down)
        return {{ConvMethod::direct, kMostCandidates}};
    if (conv.exact)
        return {{ConvMethod::fused2, 2}, {ConvMethod::winograd2, 3}, {ConvMethod::direct, 3}};
    return {{ConvMethod::fused4, 1}, {ConvMethod::winograd4, 3}, {ConvMethod::direct, 3}, {ConvMethod::winograd2, 1}};
}

} // namespace

std::vector<Choice> candidates(const Tuning& tuning, DeviceKind kind, const OpClass& op)
{
    const Row row = rowFor(tuning, kind);
    std::vector<Choice> choices{tuning.byDefault(op)};
    const auto add = [&](ConvMethod method, const std::vector<Tile>& tiles, std::size_t most) {
        std::size_t taken = 0;
        for (const Tile& tile : tiles) {
            const Choice choice{method, tile};
            if (taken == most || !isLegal(op, choice, tuning.variant, tuning.lanes))
                continue;
            ++taken;
            if (choices.size() < kMostCandidates && std::ranges::find(choices, choice) == choices.end())
                choices.push_back(choice);
        }
    };
    if (const auto* conv = std::get_if<ConvClass>(&op))
        for (const Share& share : sharesOf(*conv))
            add(share.method,
                share.method == ConvMethod::direct ? row.direct
                    : isFused(share.method)        ? row.fused
                    : row.winograd.empty()         ? row.product
                                                   : row.winograd,
                share.tiles);
    else
        add(ConvMethod::direct, std::holds_alternative<CodesClass>(op) ? row.codes : row.product, kMostCandidates);
    return choices;
}

std::vector<OpClass> usualClasses(bool exact)
{
    using core::Sampling;
    std::vector<OpClass> classes;
    const auto addConvs = [&](Sampling sampling, std::initializer_list<std::int32_t> channels, bool isExact) {
        for (const std::int32_t count : channels)
            classes.emplace_back(ConvClass{sampling, count, count, isExact});
    };
    // The decoder's, then the encoder's.
    addConvs(Sampling::same, {128, 256, 512}, exact);
    addConvs(Sampling::up, {256, 512}, exact);
    if (!exact)
        addConvs(Sampling::same, {128, 256, 512}, true);
    addConvs(Sampling::down, {128, 256}, true);
    for (const std::int32_t rows : {64, 32, 16, 8})
        classes.emplace_back(ProductClass{rows});
    for (const std::int32_t quads : {1, 2, 0})
        classes.emplace_back(CodesClass{quads});
    return classes;
}

} // namespace tessera::gpu
