// SPDX-License-Identifier: Apache-2.0
#include "core/edit/code_block.h"

#include <cassert>

namespace tessera::core {
namespace {

std::size_t offsetIn(const CodeBlock& block, int row, int col)
{
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(block.cols) + static_cast<std::size_t>(col);
}

CodeBlock emptyBlock(int rows, int cols)
{
    const auto cells = static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols);
    return {rows, cols, std::vector<std::int32_t>(cells), std::vector<std::uint8_t>(cells)};
}

/// A block of that size whose cell comes from where `source(row, col)` says.
template <class Source>
CodeBlock rearranged(const CodeBlock& block, int rows, int cols, Source&& source)
{
    CodeBlock result = emptyBlock(rows, cols);
    for (int row = 0; row < rows; ++row)
        for (int col = 0; col < cols; ++col) {
            const Cell from = source(row, col);
            result.codes[offsetIn(result, row, col)] = block.codes[offsetIn(block, from.row, from.col)];
            result.mask[offsetIn(result, row, col)] = block.mask[offsetIn(block, from.row, from.col)];
        }
    return result;
}

} // namespace

CodeBlock cut(const IndexMap& map, const Region& region)
{
    const CellRect& box = region.bounds;
    assert(map.count == 1 && box.top >= 0 && box.left >= 0 && box.top + box.rows <= map.rows
           && box.left + box.cols <= map.cols);
    CodeBlock block = emptyBlock(box.rows, box.cols);
    block.mask = region.mask;
    for (int row = 0; row < box.rows; ++row)
        for (int col = 0; col < box.cols; ++col)
            if (const std::size_t i = offsetIn(block, row, col); block.mask[i] != 0)
                block.codes[i] = map.at(box.top + row, box.left + col);
    return block;
}

Region placed(const CodeBlock& block, Cell corner, const CellRect& grid)
{
    Region region;
    region.bounds = CellRect{corner.row, corner.col, block.rows, block.cols}.intersected(grid);
    if (region.bounds.isEmpty())
        return {};
    const CellRect& box = region.bounds;
    for (int row = box.top; row < box.top + box.rows; ++row)
        for (int col = box.left; col < box.left + box.cols; ++col)
            region.mask.push_back(block.mask[offsetIn(block, row - corner.row, col - corner.col)]);
    return region;
}

Ink blockInk(const CodeBlock& block, Cell corner)
{
    return [&block, corner](int row, int col) {
        return block.codes[offsetIn(block, row - corner.row, col - corner.col)];
    };
}

CodeBlock flippedAcross(const CodeBlock& block)
{
    return rearranged(block, block.rows, block.cols, [&](int row, int col) { return Cell{row, block.cols - 1 - col}; });
}

CodeBlock flippedDown(const CodeBlock& block)
{
    return rearranged(block, block.rows, block.cols, [&](int row, int col) { return Cell{block.rows - 1 - row, col}; });
}

CodeBlock turned(const CodeBlock& block)
{
    return rearranged(block, block.cols, block.rows, [&](int row, int col) { return Cell{block.rows - 1 - col, row}; });
}

} // namespace tessera::core
