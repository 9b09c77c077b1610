// SPDX-License-Identifier: Apache-2.0
// Opens a model from the disk: a folder in diffusers layout, a pipeline, a checkpoint. Everything is judged from the
// files alone, before any device is started.
#pragma once

#include "core/model/vq_model.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace tessera::core {

/// What was opened, where it came from.
struct ModelFiles {
    std::filesystem::path folder; ///< what opens it again: its folder, or the file of a checkpoint
    std::filesystem::path config; ///< config.json; empty where the tensors told the configuration
    std::vector<std::filesystem::path> weightFiles;
    std::uint64_t bytes = 0; ///< of the weight files
};

struct OpenedModel {
    std::shared_ptr<const VqModel> model;
    ModelFiles files;
};

/// Whatever findModelPlace() takes. Names of the original code are taken for diffusers'; without a config.json the
/// tensors tell the configuration. Throws FileError or FormatError.
OpenedModel openModel(const std::filesystem::path& given);

/// The same judgement without reading the weights: the model has no values and serves to be described.
OpenedModel inspectModel(const std::filesystem::path& given);

} // namespace tessera::core
