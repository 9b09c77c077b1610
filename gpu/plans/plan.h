// SPDX-License-Identifier: Apache-2.0
// A pass with memory, descriptors and recorded commands, replayed as often as one likes with new contents: write the
// input, run, read the output. Nothing is allocated or recorded in run().
#pragma once

#include "core/model/device.h"
#include "core/progress.h"
#include "gpu/plans/kept.h"
#include "gpu/plans/op_clock.h"
#include "gpu/plans/recording.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace tessera::gpu {

class Plan {
public:
    /// `flopsPerSubmission` is how much work a command buffer gets: a stop is noticed between two of them.
    Plan(const Context& context, Pipelines& pipelines, Recording recording, double flopsPerSubmission);

    std::byte* input() { return m_input.mapped(); }
    const std::byte* output() const { return m_output.mapped(); } ///< of a result in the output port
    /// The result of the newest run, wherever it lies.
    core::Tensor result(const core::Shape& shape) const;

    /// Throws Cancelled between submissions, DeviceError when the device fails.
    void run(const core::Progress& progress);
    /// Cuts the pass into other submissions. Records anew: not while somebody paints.
    void cutAgain(double flopsPerSubmission);

    double flops() const { return m_flops; }
    std::uint64_t bytes() const; ///< of device and host memory that the plan holds
    std::size_t submissions() const { return m_commands.size(); }
    double flopsPerSubmission() const { return m_flopsPerSubmission; }
    /// The longest submission of the newest run that ended.
    double longestSubmission() const { return m_longest; }
    /// Of the newest run that ended. Times are zero where the device has no clock.
    std::vector<core::OpTiming> timings() const;

    /// What VulkanOps kept, as it lies in this plan's memory; usable as long as keptMemory() is held.
    Kept resolve(Kept kept) const;
    std::shared_ptr<const std::vector<Buffer>> keptMemory() const { return m_blocks[2]; }

private:
    void bind();
    void record(double flopsPerSubmission);
    void recordStep(VkCommandBuffer commands, std::size_t index);
    Range resolve(const Operand& operand) const;
    void wait() const;

    const Context& m_context;
    Pipelines& m_pipelines;
    std::vector<Step> m_steps;
    std::vector<OpInfo> m_ops;
    std::vector<OutputPiece> m_results;
    double m_flops = 0;
    std::array<std::shared_ptr<std::vector<Buffer>>, kArenaHomes> m_blocks;
    Buffer m_input;
    Buffer m_output;
    OpClock m_clock;
    DescriptorPoolHandle m_descriptorPool;
    std::vector<VkDescriptorSet> m_sets; ///< one per step; null for copies
    std::vector<BufferViewHandle> m_views;
    CommandPoolHandle m_commandPool;
    std::vector<VkCommandBuffer> m_commands;
    std::vector<double> m_fractions; ///< of the work done after each command buffer
    double m_longest = 0;
    double m_flopsPerSubmission = 0;
    FenceHandle m_fence;
};

} // namespace tessera::gpu
