// SPDX-License-Identifier: Apache-2.0
// Regions found by their codes: what hangs together with a cell, and what is alike everywhere.
#pragma once

#include "core/edit/region.h"
#include "core/index_map.h"
#include "core/model/weights.h"

#include <cstdint>
#include <functional>

namespace tessera::core {

/// Which cells touch: those beside, above and below, or the diagonal ones too.
enum class Connectivity { four, eight };

/// Does a code belong to what is looked for?
using CodeTest = std::function<bool(std::int32_t code)>;

CodeTest sameCode(std::int32_t code);
/// The code itself, and those whose vectors are at most `tolerance` (Euclidean, in the codebook's units) from its
/// vector; of tolerance 0 the code alone, even where another has the same vector. `codebook` is [K, E] and not kept.
CodeTest similarCode(const Weight& codebook, std::int32_t code, double tolerance);

/// The cells that hang together with `start` through cells whose codes belong, with tight bounds; empty where `start`
/// is outside `map` (N = 1) or its own code does not belong.
Region floodRegion(const IndexMap& map, Cell start, Connectivity connectivity, const CodeTest& belongs);

/// All cells whose codes belong, with tight bounds.
Region sameRegion(const IndexMap& map, const CodeTest& belongs);

} // namespace tessera::core
