// SPDX-License-Identifier: Apache-2.0
// What deflate, of ZIP and of our own logs, cannot exceed.
#pragma once

#include <cstdint>

namespace tessera::core {

/// The most bytes that one byte of deflate can unpack to: more is a lie of the file, and refused before memory is taken.
constexpr std::uint64_t kMostDeflated = 1032;

} // namespace tessera::core
