// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/vq_model.h"

#include <filesystem>
#include <vector>

namespace tessera::core {

/// Writes a model as a folder in diffusers layout: config.json and diffusion_pytorch_model.safetensors, with the names,
/// shapes and precision that it was read with (doubles as F32), and without what it does not use. A new folder appears
/// whole or not at all. One that is there is refused unless `overwrite`; then these two files are replaced in it, each
/// as a whole, and nothing else is touched. What lies in a Hugging Face cache, or is a link, is never written. Throws
/// FileError.
void convertModel(const VqModel& model, const std::filesystem::path& folder, bool overwrite);

/// The same judgement of the folder without a model: throws what convertModel() would, as far as that is known before.
void checkConvertFolder(const std::filesystem::path& folder, bool overwrite);

/// The files that it writes there.
std::vector<std::filesystem::path> convertedFiles(const std::filesystem::path& folder);

} // namespace tessera::core
