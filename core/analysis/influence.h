// SPDX-License-Identifier: Apache-2.0
// How far one code reaches: a cell gets another code, and what that changes of the exact decode is looked at. Distances
// are in pixels, from the middle of the cell.
#pragma once

#include "core/geometry.h"
#include "core/model/device.h"

#include <array>
#include <cstdint>
#include <vector>

namespace tessera::core {

/// The circles around the cell that hold 50, 95 and 99 % of the energy (the sum of squared differences).
inline constexpr std::array kInfluenceShares{0.50, 0.95, 0.99};

struct Influence {
    Cell cell;
    std::int32_t from = 0, to = 0; ///< codes
    int width = 0, height = 0; ///< of the decoded picture
    std::vector<float>
        difference; ///< one value a pixel: the mean of |change| over the channels, values 0..1, not clamped
    double energy = 0; ///< of values 0..1, all channels; 0 where the decode does not change
    std::array<double, kInfluenceShares.size()> radii{}; ///< of kInfluenceShares; 0 without energy
};

/// The code that influence() puts into a cell: the nearest one by distance; `code` itself in a codebook of one.
std::int32_t influenceCode(const VqModel& model, std::int32_t code);

/// `before` is the exact decode of `codes`, a single map. `cell` lies in it. Throws what the device throws.
Influence influence(Device& device, const VqModel& model, const IndexMap& codes, const Tensor& before, Cell cell,
                    const Progress& progress = {});

/// The same without the decode of before at hand: two decodes.
Influence influence(Device& device, const VqModel& model, const IndexMap& codes, Cell cell,
                    const Progress& progress = {});

/// Many cells, each with the same weight: their energies are set to 1 first.
struct MeanInfluence {
    std::int64_t cells = 0; ///< that changed anything
    std::vector<double> share; ///< of the energy that lies within a distance of i pixels, i = 0, 1, 2 ...; rises to 1
    std::array<double, kInfluenceShares.size()> radii{}; ///< where `share` reaches kInfluenceShares
};

/// `count` cells spread evenly over all of the map (all of them where it has fewer), the same for the same map. A decode for each and
/// one more. Throws what the device throws.
MeanInfluence meanInfluence(Device& device, const VqModel& model, const IndexMap& codes, int count,
                            const Progress& progress = {});

} // namespace tessera::core
