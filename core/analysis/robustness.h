// SPDX-License-Identifier: Apache-2.0
// How much a reconstruction suffers when some codes are replaced by others that are like them.
#pragma once

#include "core/model/device.h"
#include "core/model/preprocess.h"

#include <cstdint>
#include <vector>

namespace tessera::core {

struct RobustnessSettings {
    std::vector<double> percents{0, 1, 2, 5, 10, 20, 50, 100}; ///< of the cells, each 0..100
    int neighbours = 8; ///< a cell gets one of so many nearest codes of its own, each as likely
    std::uint64_t seed = 1;
};

struct RobustnessPoint {
    double percent = 0;
    std::int64_t cells = 0; ///< that were changed
    double psnr = 0; ///< against the input, in dB, as quality.h measures it; infinity for equal pictures
};

/// The same codes with `percent` of the cells changed, the same for the same seed; the cells of fewer percents are
/// among those of more, and get the same codes. Nothing changes in a codebook of one, or with no neighbours.
IndexMap jittered(const IndexMap& codes, const VqModel& model, double percent, int neighbours, std::uint64_t seed);

/// A decode for each of the percents. `input` is what the model has seen, in the colours of the model, before it was
/// fitted. Throws what the device throws, and ShapeError where input and decode cannot be compared.
std::vector<RobustnessPoint> robustness(Device& device, const VqModel& model, const Picture& input,
                                        const Preparation& how, const IndexMap& codes,
                                        const RobustnessSettings& settings = {}, const Progress& progress = {});

} // namespace tessera::core
