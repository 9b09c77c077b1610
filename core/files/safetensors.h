// SPDX-License-Identifier: Apache-2.0
// safetensors: eight bytes of header length, a JSON header, the tensors' bytes. Read, not mapped; the header is
// checked completely before anything is used (no overlaps, no holes, no duplicates, sizes in 64 bits).
#pragma once

#include "core/model/weights.h"

#include <filesystem>
#include <memory>

namespace tessera::core {

/// One file. F32, F16, BF16 and F64 can be read as weights; other dtypes are legal in the file and refused in read().
/// Throws FileError or FormatError (file, what was found, what was expected).
std::unique_ptr<WeightSource> openSafetensors(const std::filesystem::path& file);

} // namespace tessera::core
