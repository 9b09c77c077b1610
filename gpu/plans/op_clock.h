// SPDX-License-Identifier: Apache-2.0
// How long each op of a pass takes on the device: two timestamps around it. Where the device has no clock, nothing is
// written and all take no time.
#pragma once

#include "gpu/vulkan/context.h"
#include "gpu/vulkan/handle.h"

#include <cstddef>
#include <vector>

namespace tessera::gpu {

class OpClock {
public:
    OpClock(const Context& context, std::size_t ops);

    /// In front of a pass's first op.
    void reset(VkCommandBuffer commands) const;
    void start(VkCommandBuffer commands, std::size_t op) const;
    void stop(VkCommandBuffer commands, std::size_t op) const;
    /// Of each op, in the newest pass that ended.
    std::vector<double> milliseconds() const;

private:
    std::uint32_t stamps() const { return static_cast<std::uint32_t>(2 * m_ops); }
    void write(VkCommandBuffer commands, std::size_t stamp) const;

    const Context& m_context;
    std::size_t m_ops;
    QueryPoolHandle m_pool;
};

} // namespace tessera::gpu
