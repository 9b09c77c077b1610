// SPDX-License-Identifier: Apache-2.0
// How far two pictures are apart, pixel by pixel.
#pragma once

#include "core/picture.h"

#include <span>
#include <vector>

namespace tessera::core {

enum class DifferenceKind {
    absolute, ///< the mean of |a - b| over the colour channels: 0..1
    plain,    ///< the mean of a - b: -1..1, above 0 where a is lighter
};

/// One value a pixel, row-major, of pictures of one size: both are clamped to 0..1 first, as they are shown, and alpha
/// is left out; where one has fewer colour channels, only its channels count. Throws ShapeError for unlike sizes.
std::vector<float> pixelDifferences(const Picture& a, const Picture& b, DifferenceKind kind);

/// The magnitude that all but the largest 0.5 % of the differences stay below, rounded up to two digits, and at least
/// 1/255: a scale on which a few outliers do not hide the rest.
double differenceRange(std::span<const float> differences);

} // namespace tessera::core
