// SPDX-License-Identifier: Apache-2.0
#include "gpu/plans/arena.h"

#include "core/error.h"

#include <algorithm>
#include <cassert>
#include <string>

namespace tessera::gpu {

ArenaRange Arena::take(std::uint64_t size)
{
    size = (std::max<std::uint64_t>(size, 1) + m_alignment - 1) / m_alignment * m_alignment;
    if (size > m_blockBytes)
        throw core::OutOfDeviceMemory("one feature map of this picture needs " + std::to_string(size >> 20U)
                                      + " MiB, the device allows " + std::to_string(m_blockBytes >> 20U)
                                      + " MiB in one piece; open a smaller picture, or use --device cpu");
    for (std::size_t b = 0; b < m_blocks.size(); ++b) {
        auto& free = m_blocks[b].free;
        // The tightest hole keeps large ones whole.
        auto best = free.end();
        for (auto hole = free.begin(); hole != free.end(); ++hole)
            if (hole->second >= size && (best == free.end() || hole->second < best->second))
                best = hole;
        if (best == free.end())
            continue;
        const auto [offset, room] = *best;
        free.erase(best);
        if (room > size)
            free.emplace(offset + size, room - size);
        m_blocks[b].peak = std::max(m_blocks[b].peak, offset + size);
        return {m_home, b, offset, size, ++m_taken};
    }
    m_blocks.emplace_back();
    m_blocks.back().free.emplace(0, m_blockBytes);
    return take(size);
}

void Arena::giveBack(const ArenaRange& range)
{
    auto& free = m_blocks[range.block].free;
    auto [here, inserted] = free.emplace(range.offset, range.size);
    assert(inserted);
    if (auto next = std::next(here); next != free.end() && here->first + here->second == next->first) {
        here->second += next->second;
        free.erase(next);
    }
    if (here != free.begin()) {
        auto before = std::prev(here);
        if (before->first + before->second == here->first) {
            before->second += here->second;
            free.erase(here);
        }
    }
}

std::vector<std::uint64_t> Arena::blockSizes() const
{
    std::vector<std::uint64_t> sizes;
    for (const Block& block : m_blocks)
        sizes.push_back(block.peak);
    return sizes;
}

} // namespace tessera::gpu
