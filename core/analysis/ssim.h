// SPDX-License-Identifier: Apache-2.0
// Structural similarity, pixel by pixel: Wang, Bovik, Sheikh, Simoncelli, "Image quality assessment: from error
// visibility to structural similarity" (2004), as skimage.metrics.structural_similarity computes it with
// gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=255, each channel for itself.
#pragma once

#include "core/analysis/colour_bytes.h"
#include "core/progress.h"

#include <functional>
#include <span>

namespace tessera::core {

/// From the centre of the window to its edge; pixels nearer to the picture's edge see it reflected.
inline constexpr int kSsimRadius = 5;

/// Calls visit(y, row) for each row in [top, bottom) of two pictures of one shape, with one value a pixel in -1..1, the
/// mean over the channels. Rows come in any order, on several threads at once. Throws Cancelled.
void visitSsimRows(const ColourBytes& a, const ColourBytes& b, int top, int bottom, const Progress& progress,
                   const std::function<void(int y, std::span<const double> row)>& visit);

} // namespace tessera::core
