// SPDX-License-Identifier: Apache-2.0
#include "gpu/fourier/fft_plan.h"

#include "gpu/vulkan/check.h"

#include <cstring>

namespace tessera::gpu {
namespace {

constexpr std::uint64_t kTimeout = 60'000'000'000; ///< ns: a driver in software takes seconds for the largest planes

std::size_t rowBins(int width) { return static_cast<std::size_t>(width / 2 + 1); }

CommandPoolHandle makePool(const Context& context)
{
    VkCommandPoolCreateInfo create{VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO};
    create.flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT;
    create.queueFamilyIndex = context.queueFamily();
    VkCommandPool pool = VK_NULL_HANDLE;
    check(context.vk().vkCreateCommandPool(context.device(), &create, nullptr, &pool), "vkCreateCommandPool");
    return {context.vk(), context.device(), pool};
}

FenceHandle makeFence(const Context& context)
{
    const VkFenceCreateInfo create{VK_STRUCTURE_TYPE_FENCE_CREATE_INFO};
    VkFence fence = VK_NULL_HANDLE;
    check(context.vk().vkCreateFence(context.device(), &create, nullptr, &fence), "vkCreateFence");
    return {context.vk(), context.device(), fence};
}

} // namespace

VkDeviceSize FftPlan::bytes(int width, int height)
{
    return rowBins(width) * static_cast<std::size_t>(height) * sizeof(std::complex<float>);
}

FftPlan::FftPlan(const Context& context, int width, int height)
    : m_context(context)
    , m_width(width)
    , m_height(height)
    , m_data(context, bytes(width, height), Home::device)
    , m_host(context, bytes(width, height), Home::host)
    , m_pool(makePool(context))
    , m_fence(makeFence(context))
{
    m_transform.emplace(context,
                        VkFft::Handles{m_pool.object(), m_fence.object(), m_data.handle(), bytes(width, height)}, width,
                        height);
    record();
}

void FftPlan::record()
{
    const VolkDeviceTable& vk = m_context.vk();
    VkCommandBufferAllocateInfo allocate{VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO};
    allocate.commandPool = m_pool.object();
    allocate.level = VK_COMMAND_BUFFER_LEVEL_PRIMARY;
    allocate.commandBufferCount = 1;
    check(vk.vkAllocateCommandBuffers(m_context.device(), &allocate, &m_commands), "vkAllocateCommandBuffers");
    const VkCommandBufferBeginInfo begin{VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO};
    check(vk.vkBeginCommandBuffer(m_commands, &begin), "vkBeginCommandBuffer");
    const auto barrier = [&](VkPipelineStageFlags from, VkAccessFlags written, VkPipelineStageFlags to,
                             VkAccessFlags used) {
        VkMemoryBarrier memory{VK_STRUCTURE_TYPE_MEMORY_BARRIER};
        memory.srcAccessMask = written;
        memory.dstAccessMask = used;
        vk.vkCmdPipelineBarrier(m_commands, from, to, 0, 1, &memory, 0, nullptr, 0, nullptr);
    };
    const VkBufferCopy all{0, 0, bytes(m_width, m_height)};
    vk.vkCmdCopyBuffer(m_commands, m_host.handle(), m_data.handle(), 1, &all);
    barrier(VK_PIPELINE_STAGE_TRANSFER_BIT, VK_ACCESS_TRANSFER_WRITE_BIT, VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT,
            VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_SHADER_WRITE_BIT);
    m_transform->record(m_commands);
    barrier(VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT, VK_ACCESS_SHADER_WRITE_BIT, VK_PIPELINE_STAGE_TRANSFER_BIT,
            VK_ACCESS_TRANSFER_READ_BIT);
    vk.vkCmdCopyBuffer(m_commands, m_data.handle(), m_host.handle(), 1, &all);
    barrier(VK_PIPELINE_STAGE_TRANSFER_BIT, VK_ACCESS_TRANSFER_WRITE_BIT, VK_PIPELINE_STAGE_HOST_BIT,
            VK_ACCESS_HOST_READ_BIT);
    check(vk.vkEndCommandBuffer(m_commands), "vkEndCommandBuffer");
}

std::vector<std::complex<float>> FftPlan::run(std::span<const float> values)
{
    const VolkDeviceTable& vk = m_context.vk();
    const std::size_t row = static_cast<std::size_t>(m_width), padded = 2 * rowBins(m_width);
    auto* host = reinterpret_cast<float*>(m_host.mapped());
    for (std::size_t y = 0; y < static_cast<std::size_t>(m_height); ++y)
        std::memcpy(host + y * padded, values.data() + y * row, row * sizeof(float));
    VkSubmitInfo submit{VK_STRUCTURE_TYPE_SUBMIT_INFO};
    submit.commandBufferCount = 1;
    submit.pCommandBuffers = &m_commands;
    const VkFence fence = m_fence.object();
    check(vk.vkQueueSubmit(m_context.queue(), 1, &submit, fence), "vkQueueSubmit");
    check(vk.vkWaitForFences(m_context.device(), 1, &fence, VK_TRUE, kTimeout), "vkWaitForFences");
    check(vk.vkResetFences(m_context.device(), 1, &fence), "vkResetFences");
    std::vector<std::complex<float>> bins(rowBins(m_width) * static_cast<std::size_t>(m_height));
    std::memcpy(bins.data(), m_host.mapped(), bins.size() * sizeof(bins[0]));
    return bins;
}

} // namespace tessera::gpu
