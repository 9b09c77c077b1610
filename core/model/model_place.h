// SPDX-License-Identifier: Apache-2.0
// From what a person points at to the files of a model.
#pragma once

#include "core/model/weight_choice.h"

#include <filesystem>
#include <string>

namespace tessera::core {

struct ModelPlace {
    std::string name; ///< "ldm-celebahq-256"; as the disk spells it
    std::filesystem::path path; ///< what opens it again: a folder, or a checkpoint's file
    std::filesystem::path config; ///< config.json; empty: the tensors tell
    std::filesystem::path settings; ///< the .yaml of the training code beside a checkpoint; may be empty
    WeightChoice weights;
};

/// Takes a folder in diffusers layout or a file inside (weights that are picked
/// are the ones that are read); a pipeline's folder, whose "vqvae", "movq" or "vae" is a
/// VQModel by its model_index.json; a repository or a snapshot in a Hugging Face cache; a checkpoint (.ckpt, .pt, .pth,
/// .bin, .safetensors), or a folder that holds just one. Throws FileError or FormatError: what was found instead.
ModelPlace findModelPlace(const std::filesystem::path& given);

} // namespace tessera::core
