// SPDX-License-Identifier: Apache-2.0
// The one place where VkFFT (https://github.com/DTolm/VkFFT, MIT) is compiled: a forward transform of one size,
// recorded into a command buffer.
#pragma once

#include "gpu/vulkan/context.h"

#include <memory>

namespace tessera::gpu {

/// Of real values in a buffer, in place: rows of `width` floats, each padded to 2 (width / 2 + 1), become as many rows
/// of width / 2 + 1 complex ones.
class VkFft {
public:
    /// Handles that outlive it. The pool's command buffers can be reset; the fence is not signalled.
    struct Handles {
        VkCommandPool pool = VK_NULL_HANDLE;
        VkFence fence = VK_NULL_HANDLE;
        VkBuffer buffer = VK_NULL_HANDLE;
        VkDeviceSize bytes = 0;
    };

    /// Sides are smooth (core/analysis/fourier.h): with others some sizes come out wrong, silently. Compiles kernels,
    /// for which it takes part of a second. Throws DeviceError.
    VkFft(const Context& context, const Handles& handles, int width, int height);
    ~VkFft();
    VkFft(const VkFft&) = delete;
    VkFft& operator=(const VkFft&) = delete;

    /// With barriers between its own steps, but none before and after them.
    void record(VkCommandBuffer commands);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace tessera::gpu
