// SPDX-License-Identifier: Apache-2.0
// Owner of one device-level Vulkan object: move-only, destroyed with the last owner.
#pragma once

#include "gpu/vulkan/vulkan.h"

#include <utility>

namespace tessera::gpu {

/// `Destroy` is a member of VolkDeviceTable: void (VkDevice, T, const VkAllocationCallbacks*).
template <class T, auto Destroy>
class Handle {
public:
    Handle() = default;
    Handle(const VolkDeviceTable& table, VkDevice device, T object) : m_table(&table), m_device(device), m_object(object)
    {
    }
    Handle(Handle&& other) noexcept
        : m_table(other.m_table), m_device(other.m_device), m_object(std::exchange(other.m_object, T{}))
    {
    }
    Handle& operator=(Handle&& other) noexcept
    {
        std::swap(m_table, other.m_table);
        std::swap(m_device, other.m_device);
        std::swap(m_object, other.m_object);
        return *this;
    }
    ~Handle()
    {
        if (m_object)
            (m_table->*Destroy)(m_device, m_object, nullptr);
    }

    T object() const { return m_object; }
    explicit operator bool() const { return m_object != T{}; }

private:
    const VolkDeviceTable* m_table = nullptr;
    VkDevice m_device = VK_NULL_HANDLE;
    T m_object{};
};

using BufferHandle = Handle<VkBuffer, &VolkDeviceTable::vkDestroyBuffer>;
using MemoryHandle = Handle<VkDeviceMemory, &VolkDeviceTable::vkFreeMemory>;
using BufferViewHandle = Handle<VkBufferView, &VolkDeviceTable::vkDestroyBufferView>;
using ShaderModuleHandle = Handle<VkShaderModule, &VolkDeviceTable::vkDestroyShaderModule>;
using PipelineHandle = Handle<VkPipeline, &VolkDeviceTable::vkDestroyPipeline>;
using PipelineLayoutHandle = Handle<VkPipelineLayout, &VolkDeviceTable::vkDestroyPipelineLayout>;
using SetLayoutHandle = Handle<VkDescriptorSetLayout, &VolkDeviceTable::vkDestroyDescriptorSetLayout>;
using DescriptorPoolHandle = Handle<VkDescriptorPool, &VolkDeviceTable::vkDestroyDescriptorPool>;
using CommandPoolHandle = Handle<VkCommandPool, &VolkDeviceTable::vkDestroyCommandPool>;
using QueryPoolHandle = Handle<VkQueryPool, &VolkDeviceTable::vkDestroyQueryPool>;
using FenceHandle = Handle<VkFence, &VolkDeviceTable::vkDestroyFence>;

} // namespace tessera::gpu
