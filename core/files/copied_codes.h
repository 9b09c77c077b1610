// SPDX-License-Identifier: Apache-2.0
// Copied codes as bytes, for the clipboard. Other programs may put anything there under the same name, so they are read
// like a file from a stranger.
#pragma once

#include "core/edit/code_block.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tessera::core {

struct CopiedCodes {
    CodeBlock block;
    std::int64_t codes = 0; ///< K of the model that they belong to: each is in 0..K-1
    std::string codebook;   ///< SHA-256 of its codebook, 64 hexadecimal digits: do numbers mean the same elsewhere?
    std::string model;      ///< its name, for people
    bool operator==(const CopiedCodes&) const = default;
};

/// Little-endian: 8 letters, then rows, columns, K and the lengths of both texts as u32, the texts, the codes as i32,
/// the mask as bytes. Model names are cut at 256 bytes.
std::vector<std::byte> toBytes(const CopiedCodes& copied);

/// Throws FormatError, one line, for anything that toBytes() would not have written; nothing is allocated before the
/// sizes are found to agree with the number of bytes.
CopiedCodes readCopiedCodes(std::span<const std::byte> bytes);

} // namespace tessera::core
