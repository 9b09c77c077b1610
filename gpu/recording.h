// SPDX-License-Identifier: Apache-2.0
// A traced pass before it has memory: the dispatches in order and what they are bound to.
#pragma once

#include "gpu/arena.h"
#include "gpu/memory.h"
#include "gpu/pipelines.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

namespace tessera::gpu {

/// The pass's own input and output buffers, which the host writes and reads.
enum class Port { input, output };

struct PortRange {
    Port port{};
    std::uint64_t size = 0;
};

/// What a binding points at: a place in the arena, a weight's range, or a port.
using Operand = std::variant<ArenaRange, Range, PortRange>;

inline constexpr std::size_t kMaxPushBytes = 128;

struct Step {
    KernelKey kernel;
    std::vector<Operand> operands; ///< by binding number
    std::array<std::byte, kMaxPushBytes> push{};
    std::array<std::uint32_t, 3> groups{1, 1, 1};
    double flops = 0; ///< multiply-adds count as two
    std::string label;

    template <class Params>
    void setParams(const Params& params)
    {
        static_assert(std::is_trivially_copyable_v<Params> && sizeof(Params) <= kMaxPushBytes);
        std::memcpy(push.data(), &params, sizeof(Params));
    }
};

struct Recording {
    std::vector<Step> steps;
    std::vector<std::uint64_t> blockBytes; ///< arena blocks
    std::uint64_t inputBytes = 0;
    std::uint64_t outputBytes = 0;
};

} // namespace tessera::gpu
