// SPDX-License-Identifier: Apache-2.0
// A traced pass before it has memory: the dispatches and copies in order and what they are bound to.
#pragma once

#include "gpu/kernels/pipelines.h"
#include "gpu/plans/arena.h"
#include "gpu/vulkan/memory.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <set>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

namespace tessera::gpu {

/// The pass's own input and output buffers, which the host writes and reads.
enum class Port { input, output };

struct PortRange {
    Port port{};
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
};

/// What a binding points at: a place in the arena, a weight's range, or a port.
using Operand = std::variant<ArenaRange, Range, PortRange>;

inline std::uint64_t sizeOf(const Operand& operand)
{
    return std::visit([](const auto& range) -> std::uint64_t { return range.size; }, operand);
}

/// `size` bytes of an operand from byte `offset` on.
inline Operand part(Operand operand, std::uint64_t offset, std::uint64_t size)
{
    std::visit(
        [&](auto& range) {
            range.offset += offset;
            range.size = size;
        },
        operand);
    return operand;
}

inline constexpr std::size_t kMaxPushBytes = 128;

struct Step {
    bool isCopy = false; ///< operands[0] to operands[1]; no kernel
    KernelKey kernel;
    std::vector<Operand> operands; ///< by binding number
    std::array<std::byte, kMaxPushBytes> push{};
    std::array<std::uint32_t, 3> groups{1, 1, 1};
    double flops = 0;       ///< multiply-adds count as two; what is really computed
    std::size_t op = 0;     ///< index into Recording::ops

    template <class Params>
    void setParams(const Params& params)
    {
        static_assert(std::is_trivially_copyable_v<Params> && sizeof(Params) <= kMaxPushBytes);
        std::memcpy(push.data(), &params, sizeof(Params));
    }
};

inline std::set<KernelKey> kernelsIn(const std::vector<Step>& steps)
{
    std::set<KernelKey> kernels;
    for (const Step& step : steps)
        if (!step.isCopy)
            kernels.insert(step.kernel);
    return kernels;
}

/// An op of the pass, for profiles; its steps follow each other.
struct OpInfo {
    std::string name, shape, variant;
    double flops = 0; ///< convolutions as if computed directly
};

/// Some rows of a pass's result.
struct OutputPiece {
    std::int64_t first = 0, rows = 0; ///< counted over all samples
    Operand operand;
};

struct Recording {
    std::vector<Step> steps;
    std::vector<OpInfo> ops;
    std::array<std::vector<std::uint64_t>, kArenaHomes> blockBytes; ///< arena blocks by home
    std::uint64_t inputBytes = 0;
    std::uint64_t outputBytes = 0;
    std::vector<OutputPiece> output; ///< in the output port, or where the result lives in host memory

    /// Of everything that a plan of this will hold, host memory too.
    std::uint64_t bytes() const
    {
        std::uint64_t sum = inputBytes + outputBytes;
        for (const auto& blocks : blockBytes)
            for (const std::uint64_t size : blocks)
                sum += size;
        return sum;
    }
};

} // namespace tessera::gpu
