// SPDX-License-Identifier: Apache-2.0
// Which of several ways of doing the same is the fastest, by trying them. Knows nothing of what is tried.
#pragma once

#include "core/progress.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace tessera::gpu {

/// Does the work once and gives the milliseconds that it took. Throws DeviceError where it cannot be done.
using Trial = std::function<double()>;

struct Fastest {
    std::size_t index = 0;   ///< of the trial that should be taken
    double milliseconds = 0; ///< of it
    /// Of the first trial, the default, measured in turns with the other; 0 where it cannot be done.
    double byDefault = 0;
};

/// How much faster than the default another trial must be: less is noise.
inline constexpr double kClearlyFaster = 1.05;

/// The fastest trial; the first, which is the default, unless another is clearly faster, also when the two are measured
/// once more. Trials that fail are passed over; nothing where all do. The first reading of a trial does not count. A
/// trial dies as soon as it is out of the running. Throws Cancelled between readings.
std::optional<Fastest> fastest(std::vector<Trial> trials, const core::Progress& progress);

} // namespace tessera::gpu
