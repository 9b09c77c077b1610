// SPDX-License-Identifier: Apache-2.0
// Which codes are nearest to a code, by Euclidean distance of their vectors, and how far codes are from each other.
#pragma once

#include "core/model/weights.h"

#include <cstdint>
#include <vector>

namespace tessera::core {

struct Neighbour {
    std::int32_t code = 0;
    double distance = 0;
};

/// Euclidean distance of two codes' vectors.
double codeDistance(const Weight& codebook, std::int32_t a, std::int32_t b);

/// 1 - cos of the angle between two codes' vectors: 0..2, and 1 where one of them is all zeros.
double cosineDistance(const Weight& codebook, std::int32_t a, std::int32_t b);

/// The root of the mean squared distance of two codes drawn at random (with replacement): what "far" means in a
/// codebook.
double typicalDistance(const Weight& codebook);

/// The `count` (at most K - 1) codes nearest to `code`, nearest first, ties by number; `code` itself is left out.
std::vector<Neighbour> nearestCodes(const Weight& codebook, std::int32_t code, int count);

/// K entries: 1 for the codes at most `distance` from `code`, itself included.
std::vector<std::uint8_t> codesWithin(const Weight& codebook, std::int32_t code, double distance);

} // namespace tessera::core
