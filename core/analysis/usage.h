// SPDX-License-Identifier: Apache-2.0
// How often each code occurs in an index map.
#pragma once

#include "core/index_map.h"

#include <cstdint>
#include <vector>

namespace tessera::core {

/// Cells per code, `codes` (K) numbers. Codes outside 0..K-1 are not counted.
std::vector<std::int64_t> countCodes(const IndexMap& map, std::int64_t codes);

/// How many codes occur at all.
std::int64_t usedCodes(const std::vector<std::int64_t>& counts);

} // namespace tessera::core
