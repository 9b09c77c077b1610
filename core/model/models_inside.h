// SPDX-License-Identifier: Apache-2.0
// Models that lie in a folder which is none itself: what a trainer leaves, a collection of checkpoints.
#pragma once

#include <filesystem>
#include <vector>

namespace tessera::core {

/// The folders one level down whose config.json is a VQModel's ("vqvae", "vqmodel"), sorted; of a trainer's steps
/// ("checkpoint-1000") those within. Never throws; a bounded number of folders is looked at.
std::vector<std::filesystem::path> modelFoldersIn(const std::filesystem::path& folder);

/// The files of weights in a folder, or in "checkpoints" inside; what trainers keep beside them (optimizer.bin) is left
/// out.
std::vector<std::filesystem::path> checkpointsIn(const std::filesystem::path& folder);

/// Of what may be meant by a folder without config.json and model_index.json: modelFoldersIn(), else checkpointsIn(),
/// else the folders one level down with a checkpoint beside a yaml or of the name ".ckpt". One of them is meant, of
/// several a person must choose.
std::vector<std::filesystem::path> modelsInside(const std::filesystem::path& folder);

/// Is a file of weights in this folder that a yaml beside it or its ending say is a trainer's checkpoint?
bool holdsTrainersCheckpoint(const std::filesystem::path& folder);

} // namespace tessera::core
