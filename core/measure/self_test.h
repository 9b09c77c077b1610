// SPDX-License-Identifier: Apache-2.0
// Does this device compute what the reference computes? Recorded inputs and outputs of diffusers' VQModel against the
// passes of a device.
#pragma once

#include "core/model/device.h"
#include "core/model/model_folder.h"

#include <filesystem>
#include <memory>
#include <string>

namespace tessera::core {

/// How far a device may be from the reference, relative to the largest magnitude: float32 sums in another order,
/// through some hundred layers, and functions of its own such as exp.
inline constexpr double kLatentsTolerance = 2e-4;
inline constexpr double kPictureTolerance = 1e-3;

struct SelfTest {
    std::string model;
    double latents = 0; ///< largest difference, of the largest magnitude
    double pictures = 0; ///< likewise, of the decode of the recorded codes
    std::int64_t cells = 0;
    std::int64_t otherCodes = 0; ///< cells with another code than the recorded one
    std::int64_t wrongCodes = 0; ///< of these, cells whose latent did not move far enough to explain it

    /// Also false for NaN.
    bool passed() const { return latents <= kLatentsTolerance && pictures <= kPictureTolerance && wrongCodes == 0; }
};

/// `golden` holds input.npy, latents.npy, indices.npy and sample.npy. Throws FileError or FormatError for them, and
/// what the device throws.
SelfTest selfTest(const std::shared_ptr<const VqModel>& model, const std::filesystem::path& golden, Device& device,
                  const Progress& progress = {});

} // namespace tessera::core
