// SPDX-License-Identifier: Apache-2.0
// The yaml that taming-transformers and latent-diffusion keep beside a checkpoint. The tensors decide what a model is;
// the yaml names its class, and where it says something else than the tensors a person is told.
#pragma once

#include "core/model/config.h"

#include <filesystem>
#include <string>
#include <vector>

namespace tessera::core {

struct TrainerSettings {
    struct Number {
        std::string key; ///< "n_embed"
        std::int64_t value;
    };
    std::string target; ///< "taming.models.vqgan.VQModel"; empty where it says none
    std::vector<Number> numbers;
    std::string problem; ///< why it could not be read; empty for one that could
};

/// Reads at most 1 MiB. Never throws: what cannot be read is a problem to be told.
TrainerSettings readTrainerSettings(const std::filesystem::path& file);

/// In which numbers the two differ, in sentences.
std::vector<std::string> differences(const TrainerSettings& settings, const Config& config);

} // namespace tessera::core
