// SPDX-License-Identifier: Apache-2.0
// Codes drawn at random from a block, as a code each for a cell: the same seed gives the same codes, so that what is
// previewed is what is written.
#pragma once

#include "core/edit/code_block.h"
#include "core/edit/ink.h"

#include <cstddef>
#include <cstdint>

namespace tessera::core {

/// Each cell gets one of the block's codes; a code that the block has three times is three times as likely. The ink owns
/// its codes. `block` must have at least one.
Ink diceInk(const CodeBlock& block, std::uint64_t seed);

/// A number for a cell, all 64 bits as if drawn at random; the same for the same seed.
std::uint64_t drawnFor(std::uint64_t seed, int row, int col);
/// One of 0..count-1 by such a number; none is favoured by more than count / 2^32.
std::size_t oneOf(std::uint64_t drawn, std::size_t count);

/// A seed that has nothing in common with this one.
std::uint64_t nextSeed(std::uint64_t seed);

} // namespace tessera::core
