// SPDX-License-Identifier: Apache-2.0
// Plans memory while a pass is traced: ranges are taken and given back as tensors come and go, so that what never
// lives at the same time shares memory. Only numbers here; the plan makes the buffers afterwards.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

namespace tessera::gpu {

/// What an arena's blocks are for.
enum class ArenaHome {
    device, ///< activations and scratch where kernels read and write
    host,   ///< activations of a pass that is larger than the device; kernels see copies of some rows at a time
    kept,   ///< what outlives the pass: norms and attention as previews need them
};
inline constexpr std::size_t kArenaHomes = 3;

/// A place in one of the arena's blocks.
struct ArenaRange {
    ArenaHome home = ArenaHome::device;
    std::size_t block = 0;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::uint64_t serial = 0; ///< tells apart what had the same place at different times
};

class Arena {
public:
    /// Blocks hold at most `blockBytes`; a range never straddles two. Offsets are multiples of `alignment`.
    Arena(ArenaHome home, std::uint64_t blockBytes, std::uint64_t alignment)
        : m_home(home), m_blockBytes(blockBytes), m_alignment(alignment)
    {
    }

    /// Throws OutOfDeviceMemory when `size` is more than a block can hold.
    ArenaRange take(std::uint64_t size);
    void giveBack(const ArenaRange& range);

    /// The highest use of each block so far: the size that its buffer needs.
    std::vector<std::uint64_t> blockSizes() const;

private:
    struct Block {
        std::map<std::uint64_t, std::uint64_t> free; ///< offset -> size, never touching each other
        std::uint64_t peak = 0;
    };
    ArenaHome m_home;
    std::uint64_t m_blockBytes;
    std::uint64_t m_alignment;
    std::vector<Block> m_blocks;
    std::uint64_t m_taken = 0;
};

} // namespace tessera::gpu
