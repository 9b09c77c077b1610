// SPDX-License-Identifier: Apache-2.0
// Which variant, methods and tile shapes a device gets: data, by device kind and subgroup size, where the tuner has not
// measured better.
#pragma once

#include "gpu/context.h"
#include "gpu/kernels.h"
#include "gpu/op_class.h"

#include <cstdint>
#include <vector>

namespace tessera::gpu {

struct Tuning {
    Variant variant = Variant::plain;
    std::uint32_t lanes = 64; ///< workgroup size; of the lanes variant exactly one subgroup
    std::vector<Tile> conv;   ///< direct; candidates, widest first: the first whose rows the layer fills is taken
    std::vector<Tile> convDown;
    std::vector<Tile> gemm;
    Tile nearestCode;
    std::int32_t winogradChannels = 32;  ///< from this many channels in and out on, Winograd pays
    std::uint64_t stripBytes = 4U << 20U; ///< what a strip's scratch may take, so that it stays in a cache
    std::int64_t keyTile = 512, queryTile = 1024; ///< tokens of attention done together
    std::int64_t statsGroups = 16; ///< workgroups of a norm's statistics: as many as run side by side, more cost a merge
    double flopsPerSecond = 1e9; ///< first guess, to cut a pass into submissions
    Choices measured{}; ///< by the tuner; these come first

    Tile pick(const std::vector<Tile>& candidates, std::int64_t rows) const;
    Choice choose(const OpClass& op) const;
    /// What is chosen where nothing was measured.
    Choice byDefault(const OpClass& op) const;
};

/// The defaults for a device. `variant` may be forced (tests run all that a device can).
Tuning defaultTuning(const Context& context);
Tuning tuningFor(const Context& context, Variant variant);

} // namespace tessera::gpu
