// SPDX-License-Identifier: Apache-2.0
#include "core/model/block_picture.h"

#include "core/model/preprocess.h"

#include <algorithm>
#include <cassert>
#include <map>

namespace tessera::core {
namespace {

constexpr int kMargin = 2; ///< cells around a block, at least

std::int32_t mostFrequent(const CodeBlock& block)
{
    std::map<std::int32_t, int> counts;
    for (std::size_t i = 0; i < block.codes.size(); ++i)
        if (block.mask[i] != 0)
            ++counts[block.codes[i]];
    assert(!counts.empty());
    return std::ranges::max_element(counts, {}, &std::pair<const std::int32_t, int>::second)->first;
}

} // namespace

BlockMap blockMap(const CodeBlock& block)
{
    const int longest = std::max(block.rows, block.cols);
    assert(longest <= kLargestBlock);
    int side = 8;
    while (side < longest + 2 * kMargin)
        side *= 2;
    BlockMap result{IndexMap(1, side, side), {(side - block.rows) / 2, (side - block.cols) / 2}};
    const std::int32_t rest = mostFrequent(block);
    for (int row = 0; row < side; ++row)
        for (int col = 0; col < side; ++col) {
            const int y = std::clamp(row - result.corner.row, 0, block.rows - 1);
            const int x = std::clamp(col - result.corner.col, 0, block.cols - 1);
            const auto i = static_cast<std::size_t>(y * block.cols + x);
            result.map.at(row, col) = block.mask[i] != 0 ? block.codes[i] : rest;
        }
    return result;
}

Picture decodeBlock(const Codec& codec, const CodeBlock& block, const Progress& progress)
{
    const BlockMap placed = blockMap(block);
    const Picture whole = toPicture(codec.decodeCodes(placed.map, progress), 0, nullptr);
    const int factor = static_cast<int>(codec.model().factor());
    Picture picture(block.cols * factor, block.rows * factor, whole.channels);
    for (int y = 0; y < picture.height; ++y)
        std::copy_n(whole.pixel(placed.corner.col * factor, placed.corner.row * factor + y),
                    picture.width * picture.channels, picture.pixel(0, y));
    return picture;
}

} // namespace tessera::core
