// SPDX-License-Identifier: Apache-2.0
// Device memory: a buffer with memory of its own, and ranges of it.
#pragma once

#include "gpu/vulkan/context.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace tessera::gpu {

/// Where a buffer lives.
enum class Home {
    device, ///< device-local; also mapped where the device allows it
    host,   ///< mapped, coherent, and cached where possible: what the host writes and reads
};

/// A piece of a buffer, as kernels are bound to it.
struct Range {
    VkBuffer buffer = VK_NULL_HANDLE;
    VkDeviceSize offset = 0;
    VkDeviceSize size = 0;
};

/// One buffer with one allocation. Sizes are rounded up to 256 bytes so that texel views of the end are whole, and never
/// a power of two.
class Buffer {
public:
    /// Throws OutOfDeviceMemory with the size.
    Buffer(const Context& context, VkDeviceSize size, Home home);

    VkDeviceSize size() const { return m_size; }
    VkBuffer handle() const { return m_buffer.object(); }
    /// Null where the host cannot see the memory.
    std::byte* mapped() const { return m_mapped; }

private:
    VkDeviceSize m_size = 0;
    MemoryHandle m_memory; // before m_buffer: the buffer is destroyed first
    BufferHandle m_buffer;
    std::byte* m_mapped = nullptr;
};

/// Copies bytes into a range of a device buffer, in place where it is mapped, else through a staging buffer.
void upload(const Context& context, const Buffer& buffer, VkDeviceSize offset, std::span<const std::byte> bytes);

} // namespace tessera::gpu
