// SPDX-License-Identifier: Apache-2.0
#include "gpu/vulkan/memory.h"

#include "core/memory.h"
#include "gpu/vulkan/check.h"

#include <bit>
#include <cstring>
#include <optional>
#include <string>

namespace tessera::gpu {

namespace {

constexpr VkDeviceSize kGranularity = 256;

/// The first memory type of `allowed` that has all of `wanted`; types come in the driver's order of preference.
std::optional<std::uint32_t> memoryType(const Context& context, std::uint32_t allowed, VkMemoryPropertyFlags wanted)
{
    const auto& types = context.memoryTypes();
    for (std::uint32_t i = 0; i < types.memoryTypeCount; ++i)
        if ((allowed >> i & 1U) && (types.memoryTypes[i].propertyFlags & wanted) == wanted)
            return i;
    return {};
}

std::uint32_t chooseType(const Context& context, std::uint32_t allowed, Home home)
{
    constexpr VkMemoryPropertyFlags local = VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT;
    constexpr VkMemoryPropertyFlags visible = VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
    constexpr VkMemoryPropertyFlags cached = visible | VK_MEMORY_PROPERTY_HOST_CACHED_BIT;
    // Only memory that is both local and cached is as good mapped as not: software and unified memory.
    const VkMemoryPropertyFlags device[] = {local | cached, local, 0};
    const VkMemoryPropertyFlags host[] = {local | cached, cached, visible};
    for (const VkMemoryPropertyFlags wanted : home == Home::device ? device : host)
        if (const auto type = memoryType(context, allowed, wanted))
            return *type;
    throw core::DeviceError("the device has no memory that the host can see");
}

/// Runs `work`, which takes `bytes`; says of a device without them what it lacks and what to do.
template <class Work>
void told(const Context& context, std::uint64_t bytes, Work&& work)
{
    try {
        work();
    } catch (const core::OutOfDeviceMemory& error) {
        throw core::OutOfDeviceMemory(context.info().name + " has not enough memory left: " + core::mebibytes(bytes)
                                      + " more are needed, and it has " + core::mebibytes(context.limits().memory)
                                      + " in all (" + error.what()
                                      + "); open a smaller picture, choose a smaller model, or compute on the CPU "
                                        "(--device cpu)");
    } catch (core::Error& error) {
        error.addContext("allocating " + core::mebibytes(bytes));
        throw;
    }
}

} // namespace

Buffer::Buffer(const Context& context, VkDeviceSize size, Home home)
    : m_size((std::max<VkDeviceSize>(size, 1) + kGranularity - 1) / kGranularity * kGranularity)
{
    // The software driver compiles a kernel anew for texel buffers whose length is a power of two where it was not before,
    // or the other way round: seconds, and again at each size of picture whose buffers fall differently.
    while (std::has_single_bit(m_size))
        m_size += kGranularity;
    const auto& vk = context.vk();
    const VkDevice device = context.device();
    VkBufferCreateInfo create{VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO};
    create.size = m_size;
    create.usage = VK_BUFFER_USAGE_STORAGE_BUFFER_BIT | VK_BUFFER_USAGE_STORAGE_TEXEL_BUFFER_BIT
        | VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT;
    told(context, m_size, [&] {
        VkBuffer buffer = VK_NULL_HANDLE;
        check(vk.vkCreateBuffer(device, &create, nullptr, &buffer), "vkCreateBuffer");
        m_buffer = BufferHandle(vk, device, buffer);
        VkMemoryRequirements requirements;
        vk.vkGetBufferMemoryRequirements(device, buffer, &requirements);
        const std::uint32_t type = chooseType(context, requirements.memoryTypeBits, home);
        VkMemoryAllocateInfo allocate{VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO};
        allocate.allocationSize = requirements.size;
        allocate.memoryTypeIndex = type;
        VkDeviceMemory memory = VK_NULL_HANDLE;
        check(vk.vkAllocateMemory(device, &allocate, nullptr, &memory), "vkAllocateMemory");
        m_memory = MemoryHandle(vk, device, memory);
        check(vk.vkBindBufferMemory(device, buffer, memory, 0), "vkBindBufferMemory");
        constexpr VkMemoryPropertyFlags mappable
            = VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
        if ((context.memoryTypes().memoryTypes[type].propertyFlags & mappable) == mappable) {
            void* mapped = nullptr;
            check(vk.vkMapMemory(device, memory, 0, VK_WHOLE_SIZE, 0, &mapped), "vkMapMemory");
            m_mapped = static_cast<std::byte*>(mapped);
        }
    });
}

void upload(const Context& context, const Buffer& buffer, VkDeviceSize offset, std::span<const std::byte> bytes)
{
    if (buffer.mapped()) {
        std::memcpy(buffer.mapped() + offset, bytes.data(), bytes.size());
        return;
    }
    const Buffer staging(context, bytes.size(), Home::host);
    std::memcpy(staging.mapped(), bytes.data(), bytes.size());

    const auto& vk = context.vk();
    VkCommandPoolCreateInfo poolInfo{VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO};
    poolInfo.queueFamilyIndex = context.queueFamily();
    VkCommandPool poolObject = VK_NULL_HANDLE;
    check(vk.vkCreateCommandPool(context.device(), &poolInfo, nullptr, &poolObject), "vkCreateCommandPool");
    const CommandPoolHandle pool(vk, context.device(), poolObject);
    VkCommandBufferAllocateInfo allocate{VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO};
    allocate.commandPool = poolObject;
    allocate.commandBufferCount = 1;
    VkCommandBuffer commands = VK_NULL_HANDLE;
    check(vk.vkAllocateCommandBuffers(context.device(), &allocate, &commands), "vkAllocateCommandBuffers");
    VkCommandBufferBeginInfo begin{VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO};
    check(vk.vkBeginCommandBuffer(commands, &begin), "vkBeginCommandBuffer");
    const VkBufferCopy copy{0, offset, bytes.size()};
    vk.vkCmdCopyBuffer(commands, staging.handle(), buffer.handle(), 1, &copy);
    check(vk.vkEndCommandBuffer(commands), "vkEndCommandBuffer");
    VkSubmitInfo submit{VK_STRUCTURE_TYPE_SUBMIT_INFO};
    submit.commandBufferCount = 1;
    submit.pCommandBuffers = &commands;
    check(vk.vkQueueSubmit(context.queue(), 1, &submit, VK_NULL_HANDLE), "vkQueueSubmit");
    check(vk.vkQueueWaitIdle(context.queue()), "vkQueueWaitIdle");
}

} // namespace tessera::gpu
