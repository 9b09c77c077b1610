// SPDX-License-Identifier: Apache-2.0
#include "gpu/plans/op_clock.h"

#include "gpu/vulkan/check.h"

namespace tessera::gpu {

OpClock::OpClock(const Context& context, std::size_t ops) : m_context(context), m_ops(ops)
{
    if (!context.hasClock())
        return;
    VkQueryPoolCreateInfo create{VK_STRUCTURE_TYPE_QUERY_POOL_CREATE_INFO};
    create.queryType = VK_QUERY_TYPE_TIMESTAMP;
    create.queryCount = stamps();
    VkQueryPool pool = VK_NULL_HANDLE;
    check(context.vk().vkCreateQueryPool(context.device(), &create, nullptr, &pool), "vkCreateQueryPool");
    m_pool = QueryPoolHandle(context.vk(), context.device(), pool);
}

void OpClock::reset(VkCommandBuffer commands) const
{
    if (m_pool)
        m_context.vk().vkCmdResetQueryPool(commands, m_pool.object(), 0, stamps());
}

void OpClock::start(VkCommandBuffer commands, std::size_t op) const { write(commands, 2 * op); }

void OpClock::stop(VkCommandBuffer commands, std::size_t op) const { write(commands, 2 * op + 1); }

void OpClock::write(VkCommandBuffer commands, std::size_t stamp) const
{
    if (m_pool)
        m_context.vk().vkCmdWriteTimestamp(commands, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, m_pool.object(),
                                           static_cast<std::uint32_t>(stamp));
}

std::vector<double> OpClock::milliseconds() const
{
    std::vector<std::uint64_t> ticks(2 * m_ops);
    if (m_pool)
        m_context.vk().vkGetQueryPoolResults(m_context.device(), m_pool.object(), 0, stamps(), ticks.size() * 8,
                                             ticks.data(), 8, VK_QUERY_RESULT_64_BIT);
    std::vector<double> took(m_ops);
    for (std::size_t op = 0; op < m_ops; ++op)
        took[op] = static_cast<double>(ticks[2 * op + 1] - ticks[2 * op]) * m_context.nanosecondsPerTick() * 1e-6;
    return took;
}

} // namespace tessera::gpu
