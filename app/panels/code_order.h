// SPDX-License-Identifier: GPL-3.0-or-later
// In which order the codebook's codes stand in the grid.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace tessera::app {

enum class CodeOrder { number, similarity, usage };

/// The codes for a grid of `columns`. By similarity: rows follow the first principal axis, and inside a row the second
/// (by number while `coordinates` is empty). By usage: the most used first, ties by number.
std::vector<int> orderCodes(CodeOrder order, int codes, int columns,
                            const std::vector<std::array<float, 3>>& coordinates,
                            const std::vector<std::int64_t>& counts);

} // namespace tessera::app
