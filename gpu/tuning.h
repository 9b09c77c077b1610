// SPDX-License-Identifier: Apache-2.0
// Which variant, methods and tile shapes a device gets: data, by device kind and subgroup size, until a tuner measures
// better.
#pragma once

#include "core/model/layers.h"
#include "gpu/context.h"
#include "gpu/kernels.h"

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tessera::gpu {

/// Shape of what a workgroup or lane computes: rows (output channels, keys, codes) and columns (pixels, tokens).
struct Tile {
    std::int32_t rows = 8;
    std::int32_t columns = 4;
    auto operator<=>(const Tile&) const = default;
};

/// How a 3x3 convolution is computed.
enum class ConvMethod {
    direct,
    winograd2, ///< F(2x2, 3x3): 2.25 times fewer multiplications, as exact as direct sums
    winograd4, ///< F(4x4, 3x3): 4 times fewer, an error some ten times larger
};

/// Convolutions that one measurement speaks for.
struct ConvClass {
    core::Sampling sampling{};
    std::int32_t in = 0, out = 0; ///< channels, rounded up to the classes' bounds
    bool exact = false;
    auto operator<=>(const ConvClass&) const = default;
};

struct ConvChoice {
    ConvMethod method{};
    Tile tile; ///< of the direct kernel, or of the products between Winograd's transforms
    auto operator<=>(const ConvChoice&) const = default;
};

struct Tuning {
    Variant variant = Variant::plain;
    std::uint32_t lanes = 64; ///< workgroup size; of the lanes variant exactly one subgroup
    std::vector<Tile> conv;   ///< direct; candidates, widest first: the first whose rows the layer fills is taken
    std::vector<Tile> convDown;
    std::vector<Tile> gemm;
    Tile nearestCode;
    std::int32_t winogradChannels = 32;       ///< from this many channels in and out on, F(4x4) pays
    std::int32_t exactWinogradChannels = 128; ///< and F(2x2), where direct sums are the alternative
    std::uint64_t stripBytes = 4U << 20U; ///< what a strip's scratch may take, so that it stays in a cache
    std::int64_t keyTile = 512, queryTile = 1024; ///< tokens of attention done together
    std::int64_t statsGroups = 16; ///< workgroups of a norm's statistics: as many as run at once, more cost a merge
    double flopsPerSecond = 1e9; ///< first guess, to cut a pass into submissions
    std::map<ConvClass, ConvChoice> measured{}; ///< by the tuner; these come first

    Tile pick(const std::vector<Tile>& candidates, std::int64_t rows) const;
    ConvChoice choose(const core::Conv& conv, bool exact) const;
};

/// The class that a convolution belongs to.
ConvClass classOf(const core::Conv& conv, bool exact);
std::string toString(const ConvChoice& choice);

/// The defaults for a device. `variant` may be forced (tests run all that a device can).
Tuning defaultTuning(const Context& context);
Tuning tuningFor(const Context& context, Variant variant);

} // namespace tessera::gpu
