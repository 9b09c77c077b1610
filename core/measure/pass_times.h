// SPDX-License-Identifier: Apache-2.0
// Times the passes of one model on one device at one size, from host memory to host memory, replayed. Everything is
// made up and seeded, so that runs can be compared.
#pragma once

#include "core/measure/timing.h"
#include "core/model/device.h"

#include <functional>
#include <memory>
#include <optional>

namespace tessera::core {

/// Previews of 3x3 cells that were set to random codes at random places, after a whole decode of the codes before.
struct LocalTimes {
    Readings milliseconds;
    /// Against the whole decode of the same codes, inside the preview, of values clamped as pictures are, in 1/255:
    double largestError = 0; ///< at the worst place
    double meanError = 0;    ///< the mean of the places' means
};

struct PassTimes {
    Readings encode;              ///< pictures to latents
    double firstDecode = 0;       ///< with all that a device does but once
    Readings decode;              ///< codes to pictures, not clamped
    Profile profile;              ///< of the last of these decodes
    std::optional<LocalTimes> local; ///< nothing where the device gives no previews
};

/// A picture with flat, smooth and rough parts, the same each time: (1, C, H, W) in [-1, 1].
Tensor madeUpPicture(const Shape& shape);

/// `repeats` readings each, of a picture of `width` x `height`, multiples of the model's factor. `between` is called
/// between readings, for yardsticks. Throws what the device throws, and Cancelled.
PassTimes timePasses(const std::shared_ptr<const VqModel>& model, Device& device, std::int64_t width,
                     std::int64_t height, int repeats, const Progress& progress,
                     const std::function<void()>& between = [] {});

} // namespace tessera::core
