// SPDX-License-Identifier: Apache-2.0
// Checkpoints of torch (.bin, .pt, .pth, .ckpt) since version 1.6: a ZIP archive of a pickle, which says which tensors
// there are, and of their storages. The pickle is read by parsePickle(), which can run nothing.
#pragma once

#include "core/model/weights.h"

#include <filesystem>
#include <memory>

namespace tessera::core {

/// The tensors of the state dict: of the whole file, or under "state_dict", "model_state_dict" or "model", as trainers
/// keep it. Offsets, strides and shared storages are honoured. F32, F16, BF16 and F64 can be read as weights; whole
/// numbers may be there and are refused in read(). Storages are read when they are asked for.
/// Throws FileError or FormatError: the older formats of torch, other files, names that no model needs, tensors beyond
/// their storage, storages of another size than they say.
std::unique_ptr<WeightSource> openTorchCheckpoint(const std::filesystem::path& file);

} // namespace tessera::core
