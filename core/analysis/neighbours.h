// SPDX-License-Identifier: Apache-2.0
// Which codes are nearest to a code, by Euclidean distance of their vectors.
#pragma once

#include "core/model/weights.h"

#include <cstdint>
#include <vector>

namespace tessera::core {

struct Neighbour {
    std::int32_t code = 0;
    double distance = 0;
};

/// The `count` (at most K - 1) codes nearest to `code`, nearest first, ties by number; `code` itself is left out.
std::vector<Neighbour> nearestCodes(const Weight& codebook, std::int32_t code, int count);

/// K entries: 1 for the codes at most `distance` from `code`, itself included.
std::vector<std::uint8_t> codesWithin(const Weight& codebook, std::int32_t code, double distance);

} // namespace tessera::core
