// SPDX-License-Identifier: Apache-2.0
// A colour for each code, to draw index maps with.
#pragma once

#include "core/model/weights.h"

#include <array>
#include <cstdint>
#include <vector>

namespace tessera::core {

using Rgb = std::array<std::uint8_t, 3>;

/// Where each code lies along the codebook's first three principal axes, around the mean. Each axis' sign is fixed so
/// that its entry of largest magnitude is positive. Axes that do not exist (E < 3, K < 4) or along which the codes
/// do not differ are 0; so are values of the codebook that are not finite. (K, E) -> K triples.
std::vector<std::array<float, 3>> principalCoordinates(const Weight& codebook);

/// Like codes look alike: the principal coordinates as L, a, b of CIE Lab, each scaled by its own spread. Deterministic.
/// (K, E) -> K colours.
std::vector<Rgb> similarityColours(const Weight& codebook);

/// The same from coordinates that are already there.
std::vector<Rgb> similarityColours(const std::vector<std::array<float, 3>>& coordinates);

/// Unlike neighbours look unlike: well-spread hues and lightnesses by a hash of code and seed; lightness stays within
/// what reads on light and dark backgrounds.
std::vector<Rgb> hashColours(std::int64_t codes, std::uint32_t seed);

} // namespace tessera::core
