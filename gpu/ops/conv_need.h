// SPDX-License-Identifier: Apache-2.0
// What a 3x3 convolution of some output rows takes, before anything is recorded.
#pragma once

#include "core/model/layers.h"
#include "gpu/tuning/tuning.h"

#include <cstdint>

namespace tessera::gpu {

/// A Winograd convolution of some output rows. Sizes in pixels, tiles and positions of a tile.
struct WinogradShape {
    std::int64_t tile; ///< output pixels a side
    std::int64_t positions;
    std::int64_t tilesX, tiles;
    std::int64_t columns; ///< tiles, rounded up to whole workgroups
    std::int64_t stripRows, stripWidth; ///< of the prepared source, zeros included

    /// `multiple`: tiles that a workgroup does.
    WinogradShape(ConvMethod method, core::Sampling sampling, std::int64_t rows, std::int64_t width,
                  std::int64_t multiple);
};

struct ConvNeed {
    std::int64_t stripRows = 0, stripWidth = 0; ///< of the prepared source, zeros included
    std::int64_t scratchBytes = 0; ///< that strip, and what passes hand to each other
    std::int64_t largestBytes = 0; ///< of what is bound at once, the result apart
    std::int64_t groups = 0;       ///< workgroups of the largest dispatch
};

/// `x` and `result`: shapes of the whole convolution; `rows` of the result are wanted.
ConvNeed needOf(const core::Conv& conv, const Choice& choice, const Tuning& tuning, const core::Shape& x,
                const core::Shape& result, std::int64_t rows);

/// Bytes of a block's weights as the fused kernel reads them.
std::int64_t fusedBlockBytes(const WinogradShape& shape, std::int64_t planes, Tile tile);

} // namespace tessera::gpu
