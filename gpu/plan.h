// SPDX-License-Identifier: Apache-2.0
// A pass with memory, descriptors and recorded commands, replayed as often as one likes with new contents: write the
// input, run, read the output. Nothing is allocated or recorded in run().
#pragma once

#include "core/progress.h"
#include "gpu/recording.h"

#include <cstdint>
#include <vector>

namespace tessera::gpu {

class Plan {
public:
    /// `flopsPerSubmission` is how much work a command buffer gets: a stop is noticed between two of them.
    Plan(const Context& context, Pipelines& pipelines, Recording recording, double flopsPerSubmission);

    std::byte* input() { return m_input.mapped(); }
    const std::byte* output() const { return m_output.mapped(); }

    /// Throws Cancelled between submissions, DeviceError when the device fails.
    void run(const core::Progress& progress);

    double flops() const { return m_flops; }
    std::uint64_t bytes() const; ///< of device and host memory that the plan holds

private:
    void bind();
    void record(double flopsPerSubmission);
    Range resolve(const Operand& operand) const;
    void wait() const;

    const Context& m_context;
    Pipelines& m_pipelines;
    std::vector<Step> m_steps;
    double m_flops = 0;
    std::vector<Buffer> m_blocks;
    Buffer m_input;
    Buffer m_output;
    DescriptorPoolHandle m_descriptorPool;
    std::vector<VkDescriptorSet> m_sets; ///< one per step
    std::vector<BufferViewHandle> m_views;
    CommandPoolHandle m_commandPool;
    std::vector<VkCommandBuffer> m_commands;
    std::vector<double> m_fractions; ///< of the work done after each command buffer
    FenceHandle m_fence;
};

} // namespace tessera::gpu
