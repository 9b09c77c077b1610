// SPDX-License-Identifier: Apache-2.0
// Which variant, methods and tile shapes a device gets: data, by device kind and subgroup size, where the tuner has not
// measured better.
#pragma once

#include "gpu/kernels/kernels.h"
#include "gpu/tuning/op_class.h"
#include "gpu/vulkan/context.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace tessera::gpu {

struct Tuning {
    Variant variant = Variant::shared;
    std::uint32_t lanes = 128; ///< workgroup size; of the lanes variant exactly one subgroup
    std::vector<Tile> conv; ///< direct; candidates, widest first: the first whose rows the layer about fills is taken
    std::vector<Tile> convDown;
    std::vector<Tile> gemm;
    std::vector<Tile> winograd; ///< of the products between its transforms
    std::vector<Tile> fused, exactFused; ///< of Winograd in one pass; none where a device has no use for it
    Tile nearestCode;
    double emptyRows = 0; ///< rows of blocks that may stay empty, as a share of those that do not
    std::int32_t winogradChannels = 32;       ///< from this many channels in and out on, F(4x4) pays
    std::int32_t exactWinogradChannels = 128; ///< and F(2x2), where direct sums are the alternative
    std::int32_t fusedChannels = 0; ///< up to this many channels in and out, Winograd in one pass pays
    std::uint64_t stripBytes = 4U << 20U; ///< what a strip's scratch may take, so that it stays in a cache
    std::int64_t keyTile = 512, queryTile = 1024; ///< tokens of attention done together
    /// Of attention in one pass: channels, at most, and queries of a lane; fewest channels first. None where it does not pay.
    std::vector<Tile> attend{};
    std::int64_t statsGroups = 16; ///< workgroups of a norm's statistics: as many as run at once, more cost a merge
    double flopsPerSecond = 1e9; ///< first guess, to cut a pass into submissions
    Tile quick{0, 0};        ///< takes a compiler little time, and the device some more; none where compiling is no matter
    Choices measured{}; ///< by the tuner; these come first

    /// Invocations of a workgroup that lie side by side, and the columns that these have together.
    std::int64_t across(Tile tile) const;
    std::int64_t columns(Tile tile) const { return across(tile) * tile.columns; }
    /// Tiles of a picture that a workgroup of Winograd's transforms does.
    std::int64_t tilesPerGroup() const;
    /// Partial sums that a workgroup of a norm's statistics leaves.
    std::int64_t partials() const;
    /// Does the device have the workgroups and the shared memory that such blocks take?
    bool holds(Tile tile, const Limits& limits) const;

    Tile pick(const std::vector<Tile>& candidates, std::int64_t rows) const;
    /// `tile`, or the narrowest of those with as many rows (and so the same packed weights) that holds `count` columns.
    Tile narrowed(Tile tile, std::int64_t count) const;
    Choice choose(const OpClass& op) const;
    /// How attention over so many channels is done in one pass (shaders/attend.comp); nothing where it goes as products.
    std::optional<Tile> onePass(std::int64_t channels) const;
    /// What is chosen where nothing was measured.
    Choice byDefault(const OpClass& op) const;
    /// The same device for somebody who waits while its kernels are compiled: direct sums in few, small kernels.
    std::optional<Tuning> quickToCompile() const;
};

/// The defaults for a device. `variant` may be forced, and what the device is taken for (tests run all that it can).
Tuning defaultTuning(const Context& context);
Tuning tuningFor(const Context& context, Variant variant);
Tuning tuningFor(const Context& context, Variant variant, DeviceKind kind, std::uint32_t subgroup);

} // namespace tessera::gpu
