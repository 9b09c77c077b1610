// SPDX-License-Identifier: Apache-2.0
// A forward transform of real planes of one size: memory and recorded commands, replayed with new contents.
#pragma once

#include "gpu/fourier/vkfft.h"
#include "gpu/vulkan/memory.h"

#include <complex>
#include <optional>
#include <span>
#include <vector>

namespace tessera::gpu {

class FftPlan {
public:
    /// Sides are smooth. The context outlives it. Throws DeviceError or OutOfDeviceMemory.
    FftPlan(const Context& context, int width, int height);

    int width() const { return m_width; }
    int height() const { return m_height; }

    /// (h, w) to (h, w / 2 + 1).
    std::vector<std::complex<float>> run(std::span<const float> values);

    /// Of a plane in the layout of VkFft.
    static VkDeviceSize bytes(int width, int height);

private:
    void record();

    const Context& m_context;
    int m_width, m_height;
    Buffer m_data; ///< on the device
    Buffer m_host; ///< where it comes from and goes to
    CommandPoolHandle m_pool;
    FenceHandle m_fence;
    VkCommandBuffer m_commands = VK_NULL_HANDLE;
    std::optional<VkFft> m_transform;
};

} // namespace tessera::gpu
