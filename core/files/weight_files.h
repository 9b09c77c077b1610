// SPDX-License-Identifier: Apache-2.0
// Files of weights, whichever of the known formats they have.
#pragma once

#include "core/model/weights.h"

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

namespace tessera::core {

/// Is it a name of weights? .safetensors, and of torch .bin, .pt, .pth and .ckpt.
bool isWeightFileName(std::string_view name);

/// One file: safetensors by its name, a torch checkpoint otherwise. There is no second try with another reader.
/// Throws FileError or FormatError.
std::unique_ptr<WeightSource> openWeightFile(const std::filesystem::path& file);

/// The files that an index ("*.safetensors.index.json", "*.bin.index.json") names, all in the index's folder and of one
/// kind. Each tensor must be in the shard that the index says. Adds the shards' paths to `files`.
std::unique_ptr<WeightSource> openShardedWeights(const std::filesystem::path& index,
                                                 std::vector<std::filesystem::path>& files);

} // namespace tessera::core
