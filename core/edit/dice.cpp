// SPDX-License-Identifier: Apache-2.0
#include "core/edit/dice.h"

#include <cassert>
#include <utility>
#include <vector>

namespace tessera::core {
namespace {

/// SplitMix64 (Steele, Lea and Flood, 2014): every bit of the result hangs on every bit of the argument.
std::uint64_t mixed(std::uint64_t x)
{
    x += 0x9E3779B97F4A7C15U;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31);
}

} // namespace

Ink diceInk(const CodeBlock& block, std::uint64_t seed)
{
    std::vector<std::int32_t> codes;
    for (std::size_t i = 0; i < block.codes.size(); ++i)
        if (block.mask[i] != 0)
            codes.push_back(block.codes[i]);
    assert(!codes.empty());
    return [codes = std::move(codes), seed](int row, int col) {
        return codes[oneOf(drawnFor(seed, row, col), codes.size())];
    };
}

std::uint64_t drawnFor(std::uint64_t seed, int row, int col)
{
    return mixed(mixed(seed) ^ (std::uint64_t(std::uint32_t(row)) << 32 | std::uint32_t(col)));
}

std::size_t oneOf(std::uint64_t drawn, std::size_t count)
{
    return static_cast<std::size_t>((drawn >> 32) * count >> 32);
}

std::uint64_t nextSeed(std::uint64_t seed)
{
    return mixed(seed);
}

} // namespace tessera::core
