// SPDX-License-Identifier: Apache-2.0
// Codes as NumPy's .npz: a ZIP of .npy arrays. `codes`, and beside it `model` (a text), `codebook_size` and `factor`.
#pragma once

#include "core/files/code_array.h"
#include "core/index_map.h"

#include <cstddef>
#include <span>
#include <vector>

namespace tessera::core {

inline constexpr std::uint64_t kMostCodeNpzBytes = std::uint64_t{256} << 20; ///< packed, and each array unpacked

/// What numpy.load() reads: codes as int64 (N, h, w), the others as arrays without dimensions.
std::vector<std::byte> codesToNpz(const IndexMap& codes, const CodeOrigin& origin);

/// The array `codes`, or the only one where none is called so. Throws FormatError.
CodeArray codesFromNpz(std::span<const std::byte> file);

} // namespace tessera::core
