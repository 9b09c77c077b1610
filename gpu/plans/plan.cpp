// SPDX-License-Identifier: Apache-2.0
#include "gpu/plans/plan.h"

#include "gpu/ops/layout.h"
#include "gpu/vulkan/check.h"

#include <algorithm>
#include <chrono>
#include <map>

namespace tessera::gpu {

namespace {

constexpr std::uint64_t kWaitNanoseconds = 1'000'000'000; // a wait is cut into seconds, so that it can be given up
constexpr int kPatienceSeconds = 120; // one submission may be one huge dispatch on a slow device

void barrier(const VolkDeviceTable& vk, VkCommandBuffer commands, VkPipelineStageFlags from, VkPipelineStageFlags to,
             VkAccessFlags written, VkAccessFlags used)
{
    const VkMemoryBarrier memory{VK_STRUCTURE_TYPE_MEMORY_BARRIER, nullptr, written, used};
    vk.vkCmdPipelineBarrier(commands, from, to, 0, 1, &memory, 0, nullptr, 0, nullptr);
}

} // namespace

Plan::Plan(const Context& context, Pipelines& pipelines, Recording recording, double flopsPerSubmission)
    : m_context(context), m_pipelines(pipelines), m_steps(std::move(recording.steps)), m_ops(std::move(recording.ops)),
      m_results(std::move(recording.output)), m_input(context, recording.inputBytes, Home::host),
      m_output(context, recording.outputBytes, Home::host),
      m_clock(context, m_ops.size())
{
    for (std::size_t home = 0; home < kArenaHomes; ++home) {
        m_blocks[home] = std::make_shared<std::vector<Buffer>>();
        for (const std::uint64_t size : recording.blockBytes[home])
            m_blocks[home]->emplace_back(
                context, size, static_cast<ArenaHome>(home) == ArenaHome::host ? Home::host : Home::device);
    }
    for (const Step& step : m_steps)
        m_flops += step.flops;
    bind();
    record(flopsPerSubmission);
    VkFenceCreateInfo create{VK_STRUCTURE_TYPE_FENCE_CREATE_INFO};
    VkFence fence = VK_NULL_HANDLE;
    check(context.vk().vkCreateFence(context.device(), &create, nullptr, &fence), "vkCreateFence");
    m_fence = FenceHandle(context.vk(), context.device(), fence);
}

std::uint64_t Plan::bytes() const
{
    std::uint64_t sum = m_input.size() + m_output.size();
    for (const auto& blocks : m_blocks)
        for (const Buffer& block : *blocks)
            sum += block.size();
    return sum;
}

core::Tensor Plan::result(const core::Shape& shape) const
{
    core::Tensor tensor(shape);
    for (const OutputPiece& piece : m_results) {
        const auto* place = std::get_if<ArenaRange>(&piece.operand);
        const std::byte* bytes = place
            ? (*m_blocks[static_cast<std::size_t>(place->home)])[place->block].mapped() + place->offset
            : m_output.mapped();
        unpackRows(tensor, piece.first, piece.rows, reinterpret_cast<const float*>(bytes));
    }
    return tensor;
}

Range Plan::resolve(const Operand& operand) const
{
    if (const auto* place = std::get_if<ArenaRange>(&operand))
        return {(*m_blocks[static_cast<std::size_t>(place->home)])[place->block].handle(), place->offset, place->size};
    if (const auto* port = std::get_if<PortRange>(&operand))
        return {(port->port == Port::input ? m_input : m_output).handle(), port->offset, port->size};
    return std::get<Range>(operand);
}

void Plan::bind()
{
    const auto& vk = m_context.vk();
    const VkDevice device = m_context.device();
    m_pipelines.make(kernelsIn(m_steps));
    std::vector<VkDescriptorSetLayout> layouts;
    std::uint32_t texels = 0, storages = 0;
    for (const Step& step : m_steps) {
        if (step.isCopy)
            continue;
        const Pipeline& pipeline = m_pipelines.find(step.kernel);
        layouts.push_back(pipeline.setLayout.object());
        for (const VkDescriptorType type : pipeline.types)
            ++(type == VK_DESCRIPTOR_TYPE_STORAGE_TEXEL_BUFFER ? texels : storages);
    }
    const VkDescriptorPoolSize sizes[] = {{VK_DESCRIPTOR_TYPE_STORAGE_TEXEL_BUFFER, std::max(texels, 1U)},
                                          {VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, std::max(storages, 1U)}};
    VkDescriptorPoolCreateInfo poolInfo{VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO};
    poolInfo.maxSets = static_cast<std::uint32_t>(layouts.size());
    poolInfo.poolSizeCount = 2;
    poolInfo.pPoolSizes = sizes;
    VkDescriptorPool pool = VK_NULL_HANDLE;
    check(vk.vkCreateDescriptorPool(device, &poolInfo, nullptr, &pool), "vkCreateDescriptorPool");
    m_descriptorPool = DescriptorPoolHandle(vk, device, pool);
    VkDescriptorSetAllocateInfo allocate{VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO};
    allocate.descriptorPool = pool;
    allocate.descriptorSetCount = poolInfo.maxSets;
    allocate.pSetLayouts = layouts.data();
    std::vector<VkDescriptorSet> sets(layouts.size());
    check(vk.vkAllocateDescriptorSets(device, &allocate, sets.data()), "vkAllocateDescriptorSets");
    m_sets.resize(m_steps.size());
    for (std::size_t i = 0, used = 0; i < m_steps.size(); ++i)
        if (!m_steps[i].isCopy)
            m_sets[i] = sets[used++];

    using Key = std::tuple<VkBuffer, VkDeviceSize, VkDeviceSize>;
    std::map<Key, VkBufferView> views; // ranges that several steps share have one view
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        if (m_steps[i].isCopy)
            continue;
        const Pipeline& pipeline = m_pipelines.find(m_steps[i].kernel);
        for (std::uint32_t slot = 0; slot < pipeline.types.size(); ++slot) {
            const Range range = resolve(m_steps[i].operands[slot]);
            VkWriteDescriptorSet write{VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET};
            write.dstSet = m_sets[i];
            write.dstBinding = slot;
            write.descriptorCount = 1;
            write.descriptorType = pipeline.types[slot];
            const VkDescriptorBufferInfo buffer{range.buffer, range.offset, range.size};
            VkBufferView view = VK_NULL_HANDLE;
            if (write.descriptorType == VK_DESCRIPTOR_TYPE_STORAGE_TEXEL_BUFFER) {
                VkBufferView& known = views[{range.buffer, range.offset, range.size}];
                if (!known) {
                    VkBufferViewCreateInfo create{VK_STRUCTURE_TYPE_BUFFER_VIEW_CREATE_INFO};
                    create.buffer = range.buffer;
                    create.format = VK_FORMAT_R32G32B32A32_SFLOAT;
                    create.offset = range.offset;
                    create.range = range.size;
                    check(vk.vkCreateBufferView(device, &create, nullptr, &known), "vkCreateBufferView");
                    m_views.emplace_back(vk, device, known);
                }
                view = known;
                write.pTexelBufferView = &view;
            } else {
                write.pBufferInfo = &buffer;
            }
            vk.vkUpdateDescriptorSets(device, 1, &write, 0, nullptr);
        }
    }
}

void Plan::cutAgain(double flopsPerSubmission)
{
    m_commands.clear();
    m_fractions.clear();
    record(flopsPerSubmission);
}

void Plan::recordStep(VkCommandBuffer commands, std::size_t index)
{
    const auto& vk = m_context.vk();
    const Step& step = m_steps[index];
    if (step.isCopy) {
        const Range from = resolve(step.operands[0]), to = resolve(step.operands[1]);
        const VkBufferCopy region{from.offset, to.offset, from.size};
        vk.vkCmdCopyBuffer(commands, from.buffer, to.buffer, 1, &region);
        return;
    }
    const Pipeline& pipeline = m_pipelines.find(step.kernel);
    vk.vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline.pipeline.object());
    vk.vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline.layout.object(), 0, 1, &m_sets[index],
                               0, nullptr);
    vk.vkCmdPushConstants(commands, pipeline.layout.object(), VK_SHADER_STAGE_COMPUTE_BIT, 0,
                          kernelInfo(step.kernel.id).pushBytes, step.push.data());
    vk.vkCmdDispatch(commands, step.groups[0], step.groups[1], step.groups[2]);
}

void Plan::record(double flopsPerSubmission)
{
    m_flopsPerSubmission = flopsPerSubmission;
    const auto& vk = m_context.vk();
    VkCommandPoolCreateInfo poolInfo{VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO};
    poolInfo.queueFamilyIndex = m_context.queueFamily();
    VkCommandPool pool = VK_NULL_HANDLE;
    check(vk.vkCreateCommandPool(m_context.device(), &poolInfo, nullptr, &pool), "vkCreateCommandPool");
    m_commandPool = CommandPoolHandle(vk, m_context.device(), pool);

    constexpr VkPipelineStageFlags work = VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT | VK_PIPELINE_STAGE_TRANSFER_BIT;
    constexpr VkAccessFlags write = VK_ACCESS_SHADER_WRITE_BIT | VK_ACCESS_TRANSFER_WRITE_BIT;
    constexpr VkAccessFlags read = VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_TRANSFER_READ_BIT;
    std::size_t next = 0;
    double done = 0;
    while (next < m_steps.size()) {
        VkCommandBufferAllocateInfo allocate{VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO};
        allocate.commandPool = pool;
        allocate.commandBufferCount = 1;
        VkCommandBuffer commands = VK_NULL_HANDLE;
        check(vk.vkAllocateCommandBuffers(m_context.device(), &allocate, &commands), "vkAllocateCommandBuffers");
        VkCommandBufferBeginInfo begin{VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO};
        check(vk.vkBeginCommandBuffer(commands, &begin), "vkBeginCommandBuffer");
        if (next == 0)
            m_clock.reset(commands);
        // What earlier submissions, uploads among them, left in memory.
        barrier(vk, commands, work, work, write, write | read);
        double flops = 0;
        for (bool first = true; next < m_steps.size() && (first || flops < flopsPerSubmission); ++next, first = false) {
            const std::size_t op = m_steps[next].op;
            if (!first)
                barrier(vk, commands, work, work, write, write | read);
            if (next == 0 || m_steps[next - 1].op != op)
                m_clock.start(commands, op);
            recordStep(commands, next);
            if (next + 1 == m_steps.size() || m_steps[next + 1].op != op)
                m_clock.stop(commands, op);
            flops += m_steps[next].flops;
        }
        if (next == m_steps.size())
            barrier(vk, commands, work, VK_PIPELINE_STAGE_HOST_BIT, write, VK_ACCESS_HOST_READ_BIT);
        check(vk.vkEndCommandBuffer(commands), "vkEndCommandBuffer");
        m_commands.push_back(commands);
        done += flops;
        m_fractions.push_back(done / std::max(m_flops, 1.0));
    }
}

std::vector<core::OpTiming> Plan::timings() const
{
    const std::vector<double> took = m_clock.milliseconds();
    std::vector<core::OpTiming> timings;
    for (std::size_t i = 0; i < m_ops.size(); ++i)
        timings.push_back({m_ops[i].name, m_ops[i].shape, m_ops[i].variant, took[i], m_ops[i].flops});
    return timings;
}

Kept Plan::resolve(Kept kept) const
{
    for (Operand& affine : kept.affines)
        affine = resolve(affine);
    for (core::Value& normed : kept.normed)
        for (DeviceTensor::Piece& piece : tensorOf(normed).pieces) {
            piece.operand = resolve(piece.operand);
            piece.owner.reset();
        }
    kept.owners.clear();
    return kept;
}

void Plan::wait() const
{
    const VkFence fence = m_fence.object();
    for (int second = 0; second < kPatienceSeconds; ++second) {
        const VkResult result
            = m_context.vk().vkWaitForFences(m_context.device(), 1, &fence, VK_TRUE, kWaitNanoseconds);
        if (result != VK_TIMEOUT) {
            check(result, "vkWaitForFences");
            return;
        }
    }
    check(VK_TIMEOUT, "vkWaitForFences");
}

void Plan::run(const core::Progress& progress)
{
    const auto& vk = m_context.vk();
    const VkFence fence = m_fence.object();
    progress.step(0);
    double longest = 0;
    for (std::size_t i = 0; i < m_commands.size(); ++i) {
        check(vk.vkResetFences(m_context.device(), 1, &fence), "vkResetFences");
        VkSubmitInfo submit{VK_STRUCTURE_TYPE_SUBMIT_INFO};
        submit.commandBufferCount = 1;
        submit.pCommandBuffers = &m_commands[i];
        const auto start = std::chrono::steady_clock::now();
        check(vk.vkQueueSubmit(m_context.queue(), 1, &submit, fence), "vkQueueSubmit");
        wait();
        longest = std::max(longest,
                           std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        if (i + 1 < m_commands.size())
            progress.step(m_fractions[i]);
        else if (progress.report)
            progress.report(1);
    }
    m_longest = longest;
}

} // namespace tessera::gpu
