// SPDX-License-Identifier: Apache-2.0
// What a block of codes looks like by itself: the small pictures of stamps.
#pragma once

#include "core/edit/code_block.h"
#include "core/model/codec.h"
#include "core/picture.h"

namespace tessera::core {

/// The longest side, in cells, of a block that decodeBlock() takes.
constexpr int kLargestBlock = 60;

/// The map that a block is decoded in, and where it lies there. A square of 8, 16, 32 or 64 cells on a side, so that a
/// device makes few plans; around the block its border goes on, for at least two cells, and what its mask leaves out
/// has the code that it has most often (of several the smallest).
struct BlockMap {
    IndexMap map;
    Cell corner;
};
/// `block` must have a code, and no side longer than kLargestBlock.
BlockMap blockMap(const CodeBlock& block);

/// The block's part of the decode of its map: f pixels a cell, not clamped. Throws ShapeError for what is no code, and
/// what decoding throws.
Picture decodeBlock(const Codec& codec, const CodeBlock& block, const Progress& progress = {});

} // namespace tessera::core
