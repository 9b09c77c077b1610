// SPDX-License-Identifier: Apache-2.0
#include "gpu/vulkan/context.h"

#include "gpu/vulkan/check.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace tessera::gpu {

namespace {

std::vector<VkQueueFamilyProperties> queueFamilies(VkPhysicalDevice device)
{
    std::uint32_t count = 0;
    vkGetPhysicalDeviceQueueFamilyProperties(device, &count, nullptr);
    std::vector<VkQueueFamilyProperties> families(count);
    vkGetPhysicalDeviceQueueFamilyProperties(device, &count, families.data());
    return families;
}

std::uint32_t computeFamily(VkPhysicalDevice device)
{
    const std::vector<VkQueueFamilyProperties> families = queueFamilies(device);
    for (std::uint32_t i = 0; i < families.size(); ++i)
        if (families[i].queueFlags & VK_QUEUE_COMPUTE_BIT)
            return i;
    return 0;
}

bool hasExtension(VkPhysicalDevice device, const char* name)
{
    std::uint32_t count = 0;
    vkEnumerateDeviceExtensionProperties(device, nullptr, &count, nullptr);
    std::vector<VkExtensionProperties> extensions(count);
    vkEnumerateDeviceExtensionProperties(device, nullptr, &count, extensions.data());
    return std::ranges::any_of(extensions, [&](const auto& e) { return std::strcmp(e.extensionName, name) == 0; });
}

} // namespace

void Context::queryLimits(VkPhysicalDevice device)
{
    VkPhysicalDeviceMaintenance3Properties allocation{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MAINTENANCE_3_PROPERTIES};
    VkPhysicalDeviceProperties2 properties{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2, &allocation, {}};
    vkGetPhysicalDeviceProperties2(device, &properties);
    const VkPhysicalDeviceLimits& limits = properties.properties.limits;
    m_limits.storageRange = limits.maxStorageBufferRange;
    m_limits.texelElements = limits.maxTexelBufferElements;
    m_limits.allocation = allocation.maxMemoryAllocationSize;
    m_limits.alignment = std::max<std::uint64_t>(
        {limits.minStorageBufferOffsetAlignment, limits.minTexelBufferOffsetAlignment, 64});
    m_limits.groupsX = limits.maxComputeWorkGroupCount[0];
    m_limits.groupsY = limits.maxComputeWorkGroupCount[1];
    m_limits.groupsZ = limits.maxComputeWorkGroupCount[2];
    m_limits.groupSize = std::min(limits.maxComputeWorkGroupInvocations, limits.maxComputeWorkGroupSize[0]);
    m_limits.sharedMemory = limits.maxComputeSharedMemorySize;
    m_limits.memory = m_info.memoryBytes;
    m_nanosecondsPerTick = limits.timestampPeriod;
    m_hasClock = queueFamilies(device)[m_queueFamily].timestampValidBits == 64;
}

Context::Context(std::shared_ptr<Instance> instance, const Instance::Physical& physical)
    : m_instance(std::move(instance))
    , m_info(physical.info)
    , m_physical(physical.device)
    , m_queueFamily(computeFamily(physical.device))
{
    vkGetPhysicalDeviceMemoryProperties(physical.device, &m_memoryTypes);
    queryLimits(physical.device);

    VkPhysicalDeviceSubgroupSizeControlPropertiesEXT sizes{
        VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_SIZE_CONTROL_PROPERTIES_EXT};
    VkPhysicalDeviceSubgroupProperties subgroup{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_PROPERTIES, nullptr};
    VkPhysicalDeviceSubgroupSizeControlFeaturesEXT fixSize{
        VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_SIZE_CONTROL_FEATURES_EXT};
    VkPhysicalDeviceFeatures2 available{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2, nullptr, {}};
    const bool hasFix = hasExtension(physical.device, VK_EXT_SUBGROUP_SIZE_CONTROL_EXTENSION_NAME);
    if (hasFix) {
        subgroup.pNext = &sizes;
        available.pNext = &fixSize;
    }
    VkPhysicalDeviceProperties2 properties{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2, &subgroup, {}};
    vkGetPhysicalDeviceProperties2(physical.device, &properties);
    vkGetPhysicalDeviceFeatures2(physical.device, &available);
    m_mustFixSubgroupSize = hasFix && sizes.minSubgroupSize != sizes.maxSubgroupSize;
    const bool canFix = fixSize.subgroupSizeControl && fixSize.computeFullSubgroups
        && (sizes.requiredSubgroupSizeStages & VK_SHADER_STAGE_COMPUTE_BIT);
    m_hasLanes = (canFix || !m_mustFixSubgroupSize) && available.features.shaderInt64 && subgroup.subgroupSize >= 4
        && (subgroup.supportedStages & VK_SHADER_STAGE_COMPUTE_BIT)
        && (subgroup.supportedOperations & VK_SUBGROUP_FEATURE_SHUFFLE_BIT);

    const float priority = 1.0F;
    VkDeviceQueueCreateInfo queue{VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO};
    queue.queueFamilyIndex = m_queueFamily;
    queue.queueCount = 1;
    queue.pQueuePriorities = &priority;
    VkPhysicalDeviceFeatures wanted{};
    wanted.shaderInt64 = available.features.shaderInt64;
    VkDeviceCreateInfo create{VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO};
    create.queueCreateInfoCount = 1;
    create.pQueueCreateInfos = &queue;
    create.pEnabledFeatures = &wanted;
    const char* extension = VK_EXT_SUBGROUP_SIZE_CONTROL_EXTENSION_NAME;
    if (m_hasLanes && m_mustFixSubgroupSize) {
        create.pNext = &fixSize;
        create.enabledExtensionCount = 1;
        create.ppEnabledExtensionNames = &extension;
    }
    check(vkCreateDevice(physical.device, &create, nullptr, &m_device), "vkCreateDevice");
    volkLoadDeviceTable(&m_table, m_device);
    m_table.vkGetDeviceQueue(m_device, m_queueFamily, 0, &m_queue);
}

Context::~Context()
{
    m_table.vkDeviceWaitIdle(m_device);
    m_table.vkDestroyDevice(m_device, nullptr);
}

} // namespace tessera::gpu
