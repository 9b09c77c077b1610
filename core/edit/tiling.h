// SPDX-License-Identifier: Apache-2.0
// A block of codes laid side by side over the grid of cells.
#pragma once

#include "core/edit/code_block.h"

namespace tessera::core {

/// Places for a block that is repeated in all directions from `origin`, the corner of place (0, 0).
struct Tiling {
    const CodeBlock& block; ///< not empty; outlives the tiling and its inks
    Cell origin;

    /// Rows and columns of places from the origin to the one that covers `cell`; may be negative.
    Cell placeAt(Cell cell) const;
    Cell cornerOf(Cell place) const { return {origin.row + place.row * block.rows, origin.col + place.col * block.cols}; }
    /// What the blocks in the places of a straight line cover, both ends included, clipped to `grid`.
    Region line(Cell from, Cell to, const CellRect& grid) const;
    /// The block's code at each cell of such a region.
    Ink ink() const;
};

} // namespace tessera::core
