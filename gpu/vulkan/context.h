// SPDX-License-Identifier: Apache-2.0
// One logical device with one compute queue, what it can do, and the one table through which every device call goes.
#pragma once

#include "gpu/vulkan/handle.h"
#include "gpu/vulkan/instance.h"

#include <cstdint>
#include <memory>
#include <string>

namespace tessera::gpu {

/// What plans must respect.
struct Limits {
    std::uint64_t storageRange = 0;  ///< bytes of a storage buffer binding
    std::uint64_t texelElements = 0; ///< texels of a storage texel buffer
    std::uint64_t allocation = 0;    ///< bytes of one memory allocation and buffer
    std::uint64_t alignment = 0;     ///< of every binding's offset
    std::uint32_t groupsX = 0, groupsY = 0, groupsZ = 0;
    std::uint32_t groupSize = 0;     ///< invocations of a workgroup
    std::uint32_t sharedMemory = 0;  ///< bytes of a workgroup's
    std::uint64_t memory = 0; ///< device-local bytes
};

class Context {
public:
    Context(std::shared_ptr<Instance> instance, const Instance::Physical& physical);
    ~Context();
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    const DeviceInfo& info() const { return m_info; }
    const Limits& limits() const { return m_limits; }

    const VolkDeviceTable& vk() const { return m_table; }
    VkPhysicalDevice physical() const { return m_physical; }
    VkDevice device() const { return m_device; }
    VkQueue queue() const { return m_queue; }
    std::uint32_t queueFamily() const { return m_queueFamily; }
    const VkPhysicalDeviceMemoryProperties& memoryTypes() const { return m_memoryTypes; }

    /// Can kernels share weights by subgroup shuffles in workgroups of exactly one subgroup?
    bool hasLanes() const { return m_hasLanes; }
    /// True where pipelines must ask for the subgroup size, because the driver may choose another.
    bool mustFixSubgroupSize() const { return m_mustFixSubgroupSize; }

    /// Can command buffers take the time?
    bool hasClock() const { return m_hasClock; }
    double nanosecondsPerTick() const { return m_nanosecondsPerTick; }
    /// For tests: as if the device allowed less than it does.
    void lowerLimits(const Limits& limits) { m_limits = limits; }
    /// For tests: to put functions in between that count.
    VolkDeviceTable& table() { return m_table; }

private:
    void queryLimits(VkPhysicalDevice device);

    std::shared_ptr<Instance> m_instance;
    DeviceInfo m_info;
    Limits m_limits;
    VkPhysicalDeviceMemoryProperties m_memoryTypes{};
    VolkDeviceTable m_table{};
    VkPhysicalDevice m_physical = VK_NULL_HANDLE;
    VkDevice m_device = VK_NULL_HANDLE;
    VkQueue m_queue = VK_NULL_HANDLE;
    std::uint32_t m_queueFamily = 0;
    bool m_hasClock = false;
    double m_nanosecondsPerTick = 0;
    bool m_hasLanes = false;
    bool m_mustFixSubgroupSize = false;
};

/// The device that openDevice() of gpu.h would take.
std::unique_ptr<Context> openContext(const std::string& choice);

} // namespace tessera::gpu
