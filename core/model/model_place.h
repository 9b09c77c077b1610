// SPDX-License-Identifier: Apache-2.0
// From what a person points at to the files of a model.
#pragma once

#include "core/model/weight_choice.h"

#include <filesystem>
#include <string>

namespace tessera::core {

struct ModelPlace {
    /// As the disk spells it, and the same wherever a model is named: "my-vqgan"; in a cache of Hugging Face the
    /// repository's, "CompVis/ldm-celebahq-256", with the path inside where there are several models, "ada/vqs/small".
    std::string name;
    std::filesystem::path path; ///< what opens it again: a folder, or a checkpoint's file
    std::filesystem::path config; ///< config.json; empty: the tensors tell
    std::filesystem::path settings; ///< the .yaml of the training code beside a checkpoint; may be empty
    WeightChoice weights;
};

/// Takes a folder in diffusers layout or a file inside (weights that are picked are the ones that are read); a pipeline's
/// folder, whose "vqvae", "movq" or "vae" is a VQModel by its model_index.json; a repository or a snapshot in a Hugging Face
/// cache; a checkpoint (.ckpt, .pt, .pth, .bin, .safetensors); a folder with just one of these inside, as modelsInside()
/// finds them. Throws FileError or FormatError: what was found instead, or which there are.
ModelPlace findModelPlace(const std::filesystem::path& given);

} // namespace tessera::core
