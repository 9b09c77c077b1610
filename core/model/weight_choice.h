// SPDX-License-Identifier: Apache-2.0
// Which of the files in a diffusers folder are the weights to read.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tessera::core {

struct WeightChoice {
    std::filesystem::path file; ///< of weights, or an index of several
    bool isIndex = false;
};

/// The plain names first, as the reference looks for them: index of safetensors, safetensors, index of .bin, .bin; then
/// the same with variants, fp16 before others. A broken file is chosen like a good one: nothing is read here, and
/// there is no falling back to another.
std::optional<WeightChoice> chooseWeights(const std::filesystem::path& folder);

/// The choice that `file`, a path in the folder, stands for by its name: a file or an index that diffusers would write,
/// also of a variant; nothing for a shard and for other names.
std::optional<WeightChoice> choiceOf(const std::filesystem::path& file);

/// Shards ("x-00001-of-00002.safetensors") whose index ("x.safetensors.index.json") is not in the folder.
struct LooseShards {
    std::vector<std::string> names;
    std::string index;
};
LooseShards looseShards(const std::filesystem::path& folder);

} // namespace tessera::core
