// SPDX-License-Identifier: Apache-2.0
// How like two pictures are. Measured on 8-bit values: clamped, rounded (halves to even), all channels together;
// alpha is left out. All functions throw ShapeError where sizes or colour channels differ.
#pragma once

#include "core/edit/region.h"
#include "core/picture.h"
#include "core/progress.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tessera::core {

/// Mean squared error in 8-bit units; 0 for pictures without pixels.
double meanSquaredError(const Picture& a, const Picture& b);

/// 10 log10(255^2 / mse) in dB; infinity for 0.
double psnrOf(double mse);

/// Of two pictures: infinity for equal ones.
double psnr(const Picture& a, const Picture& b);

/// What people publish about a reconstruction.
struct Quality {
    std::int64_t pixels = 0; ///< that were looked at; without any, the figures are those of equal pictures
    double mse = 0; ///< mean squared error, 0..255^2
    double mae = 0; ///< mean absolute error, 0..255
    double psnr = 0; ///< dB; infinity for equal pictures
    double ssim = 1; ///< ssim.h; -1..1
};

/// Of the pixels under the cells of `region`, which are `factor` pixels wide and high; of all where it is empty. SSIM
/// is computed on the whole pictures; its mean leaves out the five pixels along each edge, as skimage's does, but not
/// along sides shorter than the window of 11 (which skimage refuses), nor where a region has no other pixels.
/// Throws Cancelled.
Quality quality(const Picture& a, const Picture& b, const Region& region = {}, int factor = 1,
                const Progress& progress = {});

enum class QualityMeasure {
    squaredError, ///< mean over the channels, 0..255^2
    absoluteError, ///< mean over the channels, 0..255
    ssim, ///< mean over the channels, -1..1
};

/// One value a pixel, row-major. Throws Cancelled.
std::vector<float> qualityMap(const Picture& a, const Picture& b, QualityMeasure measure,
                              const Progress& progress = {});

/// How the figures of quality() come about, in one line for people who compare them with others'.
std::string qualityRecipe();

} // namespace tessera::core
