// SPDX-License-Identifier: Apache-2.0
// What VulkanOps keeps for a Value while it records: rows of a known size, in one piece on the device or in several in
// host memory. Pieces return to their arena with the last owner.
#pragma once

#include "core/model/layers.h"
#include "core/model/ops.h"
#include "gpu/plans/recording.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace tessera::gpu {

/// A place in an arena and its owner.
class Scratch {
public:
    Scratch(std::shared_ptr<Arena> arena, std::uint64_t bytes)
        : m_arena(std::move(arena))
        , m_range(m_arena->take(bytes))
    {
    }
    ~Scratch() { m_arena->giveBack(m_range); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    const ArenaRange& range() const { return m_range; }

private:
    std::shared_ptr<Arena> m_arena;
    ArenaRange m_range;
};

/// A norm that is still to be applied to `source` by whoever reads it: nobody needs the normed picture as a whole.
struct PendingNorm {
    core::Value source;
    Operand affine; ///< per sample: mean, factor, bias of each plane
    std::shared_ptr<Scratch> affineOwner;
    core::Activation activation{};
    core::Value zqFactor, zqShift; ///< of spatial norms
};

struct DeviceTensor final : core::Storage {
    struct Piece {
        std::int64_t first = 0, rows = 0;
        std::shared_ptr<Scratch> owner; ///< null for ports and what others own
        Operand operand;
    };

    std::int64_t rows = 0;      ///< of all samples
    std::uint64_t rowBytes = 0; ///< a multiple of 256
    bool inHost = false;        ///< pieces come and go with their rows
    std::vector<Piece> pieces;
    std::optional<PendingNorm> pending; ///< then there are no pieces
};

inline DeviceTensor& tensorOf(const core::Value& value) { return static_cast<DeviceTensor&>(*value.storage); }

} // namespace tessera::gpu
