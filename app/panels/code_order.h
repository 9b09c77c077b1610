// SPDX-License-Identifier: GPL-3.0-or-later
// In which order the codebook's codes stand in the grid.
#pragma once

#include <QRgb>

#include <array>
#include <cstdint>
#include <vector>

namespace tessera::app {

enum class CodeOrder { number, similarity, usage, colour };

/// The codes for a grid of `columns`. By similarity: rows follow the first principal axis, and inside a row the second
/// (by number while `coordinates` is empty). By usage: the most used first, ties by number. By colour: greys from dark
/// to light, then the hues around the circle, each from dark to light.
std::vector<int> orderCodes(CodeOrder order, int codes, int columns,
                            const std::vector<std::array<float, 3>>& coordinates,
                            const std::vector<std::int64_t>& counts, const std::vector<QRgb>& colours = {});

} // namespace tessera::app
