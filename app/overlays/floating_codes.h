// SPDX-License-Identifier: GPL-3.0-or-later
// What floats over the panes until it is put down: pasted codes, or pasted pixels that will be encoded. A value.
#pragma once

#include "core/edit/code_block.h"
#include "core/edit/outline.h"
#include "core/geometry.h"

#include <QImage>

#include <vector>

namespace tessera::app {

struct FloatingCodes {
    core::CodeBlock block;    ///< of the document's model where hasCodes; else only its mask counts
    bool hasCodes = true;
    QImage look{};            ///< about how it will look; drawn at one pixel a picture pixel, null for nothing
    core::Cell corner{};      ///< of the grid, where the block's first row and column lie; may be outside
    std::vector<core::BorderLine> border{}; ///< of the mask, counted from the corner

    core::CellRect cells() const { return {corner.row, corner.col, block.rows, block.cols}; }
    bool covers(core::Cell cell) const
    {
        const int row = cell.row - corner.row, col = cell.col - corner.col;
        return cells().contains(cell)
            && block.mask[static_cast<std::size_t>(row) * static_cast<std::size_t>(block.cols)
                          + static_cast<std::size_t>(col)] != 0;
    }
    int codeAt(core::Cell cell) const ///< of a cell that it covers
    {
        return block.codes[static_cast<std::size_t>(cell.row - corner.row) * static_cast<std::size_t>(block.cols)
                           + static_cast<std::size_t>(cell.col - corner.col)];
    }
};

} // namespace tessera::app
