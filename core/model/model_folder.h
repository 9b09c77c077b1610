// SPDX-License-Identifier: Apache-2.0
// Opens a model from the disk: a folder in diffusers layout (config.json beside its weights). Everything is judged from
// the files alone, before any device is started.
#pragma once

#include "core/model/vq_model.h"

#include <filesystem>
#include <memory>
#include <string>

namespace tessera::core {

/// What was opened, where it came from.
struct ModelFiles {
    std::filesystem::path folder;
    std::vector<std::filesystem::path> weightFiles;
    std::uint64_t bytes = 0; ///< of the weight files
};

struct OpenedModel {
    std::shared_ptr<const VqModel> model;
    ModelFiles files;
};

/// Order as the reference's: shard index, diffusion_pytorch_model.safetensors, then .bin (refused by one clear
/// sentence as long as no reader for it exists). Throws FileError or FormatError.
OpenedModel openModel(const std::filesystem::path& folder);

} // namespace tessera::core
