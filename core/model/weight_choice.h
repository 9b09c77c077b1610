// SPDX-License-Identifier: Apache-2.0
// Which of the files in a diffusers folder are the weights to read.
#pragma once

#include <filesystem>
#include <optional>

namespace tessera::core {

struct WeightChoice {
    std::filesystem::path file; ///< of weights, or an index of several
    bool isIndex = false;
};

/// The plain names first, as the reference looks for them: index of safetensors, safetensors, index of .bin, .bin; then
/// the same with variants, fp16 before others. A broken file is chosen like a good one: nothing is read here, and
/// there is no falling back to another.
std::optional<WeightChoice> chooseWeights(const std::filesystem::path& folder);

} // namespace tessera::core
