// SPDX-License-Identifier: Apache-2.0
// The codebook as a map: where each code lies in two dimensions, and how far it is to its nearest neighbour.
#pragma once

#include "core/model/weights.h"
#include "core/progress.h"

#include <array>
#include <cstdint>
#include <vector>

namespace tessera::core {

/// (x, y) of K codes, each axis within -1..1, the longer one filling it; y grows downwards.
using AtlasLayout = std::vector<std::array<float, 2>>;

/// Along the first two principal axes (code_colours.h): distances far apart are true, neighbours may be hidden behind
/// each other.
AtlasLayout principalLayout(const Weight& codebook);

struct NeighbourLayoutSettings {
    int neighbours = 15; ///< of each code, that are to stay close
    int rounds = 300;
};

/// Near codes stay near, whatever that makes of long distances: edges of the graph of nearest neighbours pull, codes
/// drawn at random push, beginning with the principal layout. After McInnes, Healy, Melville, "UMAP: uniform manifold
/// approximation and projection" (2018), with a random order of its own that is the same each time: one codebook has
/// one layout. (K, E) -> K. Takes a second for 1024 codes, and half a minute for 16,384. Throws Cancelled.
AtlasLayout neighbourLayout(const Weight& codebook, const NeighbourLayoutSettings& settings = {},
                            const Progress& progress = {});

/// Distance of each code to the nearest other one: K numbers; 0 in a codebook of one. Throws Cancelled.
std::vector<double> nearestDistances(const Weight& codebook, const Progress& progress = {});

/// Which part of the `neighbours` nearest codes of each code are among its nearest in the layout, over all codes: 0..1.
/// Throws Cancelled.
double neighboursKept(const Weight& codebook, const AtlasLayout& layout, int neighbours,
                      const Progress& progress = {});

} // namespace tessera::core
