// SPDX-License-Identifier: Apache-2.0
// A colour for each code, to draw index maps with.
#pragma once

#include "core/model/weights.h"

#include <array>
#include <cstdint>
#include <vector>

namespace tessera::core {

using Rgb = std::array<std::uint8_t, 3>;

/// Like codes look alike: the codebook's first three principal components as L, a, b of CIE Lab, each component's
/// sign fixed so that its largest entry is positive. Deterministic. (K, E) -> K colours.
std::vector<Rgb> similarityColours(const Weight& codebook);

/// Unlike neighbours look unlike: well-spread hues and lightnesses by a hash of code and seed; lightness stays within
/// what reads on light and dark backgrounds.
std::vector<Rgb> hashColours(std::int64_t codes, std::uint32_t seed);

} // namespace tessera::core
