// SPDX-License-Identifier: GPL-3.0-or-later
// Codes as a gray PNG of 16 bits: the gray of a pixel is the code of a cell.
#pragma once

#include "core/files/code_array.h"
#include "core/index_map.h"

#include <cstddef>
#include <filesystem>
#include <vector>

namespace tessera::app {

/// Throws core::FormatError naming the first code beyond 65535, or the number of maps where it is not one.
std::vector<std::byte> codesToPng(const core::IndexMap& codes);

/// Gray of 8 or 16 bits, taken as numbers: no colour profile, gamma or orientation is applied. Throws core::FileError
/// or core::FormatError.
core::CodeArray codesFromPng(const std::filesystem::path& file);

} // namespace tessera::app
