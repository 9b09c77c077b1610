// SPDX-License-Identifier: Apache-2.0
// Codes cut out of an index map, with the shape that they were cut in: what a stamp, the clipboard and a floating paste
// hold.
#pragma once

#include "core/edit/ink.h"
#include "core/edit/region.h"
#include "core/geometry.h"
#include "core/index_map.h"

#include <cstdint>
#include <vector>

namespace tessera::core {

struct CodeBlock {
    int rows = 0;
    int cols = 0;
    std::vector<std::int32_t> codes; ///< rows x cols; what the mask leaves out has code 0
    std::vector<std::uint8_t> mask;  ///< 1 where the block has a code

    bool isEmpty() const { return rows <= 0 || cols <= 0; }
    bool operator==(const CodeBlock&) const = default;
};

/// The codes of `region`, which must lie inside `map` (N = 1).
CodeBlock cut(const IndexMap& map, const Region& region);

/// The cells that `block` covers when its first row and column lie on `corner`, clipped to `grid`; empty where none do.
Region placed(const CodeBlock& block, Cell corner, const CellRect& grid);
/// Its codes there; asked of cells of that region only. `block` must outlive the ink.
Ink blockInk(const CodeBlock& block, Cell corner);

/// These move the codes; what each code draws is not mirrored.
CodeBlock flippedAcross(const CodeBlock& block); ///< left and right change places
CodeBlock flippedDown(const CodeBlock& block);   ///< top and bottom change places
CodeBlock turned(const CodeBlock& block);        ///< a quarter clockwise

} // namespace tessera::core
