// SPDX-License-Identifier: Apache-2.0
// Which variant and tile shapes a device gets: data, by device kind and subgroup size, until a tuner measures better.
#pragma once

#include "gpu/context.h"
#include "gpu/kernels.h"

#include <cstdint>
#include <vector>

namespace tessera::gpu {

/// Shape of what a workgroup or lane computes: rows (output channels, keys, codes) and columns (pixels, tokens).
struct Tile {
    std::int32_t rows = 8;
    std::int32_t columns = 4;
};

struct Tuning {
    Variant variant = Variant::plain;
    std::uint32_t lanes = 64; ///< workgroup size; of the lanes variants exactly one subgroup
    std::vector<Tile> conv;   ///< candidates, widest first: the first whose rows the layer fills is taken
    std::vector<Tile> convDown;
    std::vector<Tile> gemm;
    Tile nearestCode;
    double flopsPerSecond = 1e9; ///< first guess, to cut a pass into submissions

    Tile pick(const std::vector<Tile>& candidates, std::int64_t rows) const;
};

/// The defaults for a device. `variant` may be forced (tests run all that a device can).
Tuning defaultTuning(const Context& context);
Tuning tuningFor(const Context& context, Variant variant);

} // namespace tessera::gpu
