// SPDX-License-Identifier: Apache-2.0
// How near the encoder's vectors came to the codes that were chosen for them, and how clear the choice was.
#pragma once

#include "core/model/weights.h"
#include "core/progress.h"
#include "core/tensor.h"

#include <cstdint>
#include <vector>

namespace tessera::core {

/// One value a cell, row-major (h, w).
struct CodeDistances {
    std::int64_t rows = 0, cols = 0;
    std::vector<float> nearest;         ///< Euclidean distance to the nearest code
    std::vector<float> margin;          ///< how much farther the second nearest is; 0 for a tie
    std::vector<std::int32_t> runnerUp; ///< the second nearest code; -1 in a codebook of one
};

/// Latents (1, E, h, w) against a codebook (K, E); ties go to the lower number, as in the quantizer. Throws ShapeError
/// where they do not fit each other, and Cancelled.
CodeDistances codeDistances(const Tensor& latents, const Weight& codebook, const Progress& progress = {});

} // namespace tessera::core
