// SPDX-License-Identifier: Apache-2.0
#include "tests/support/vulkan_faults.h"

#include <atomic>
#include <cstdlib>
#include <string_view>

namespace tessera::tests {
namespace {

std::atomic<int> s_calls = 0, s_nth = 0, s_objects = 0;
std::atomic<VkResult> s_result = VK_SUCCESS, s_staying = VK_SUCCESS;
VolkDeviceTable s_device; ///< as the driver has it: of every device, for they are all of one driver here
PFN_vkCreateInstance s_createInstance;
PFN_vkDestroyInstance s_destroyInstance;
PFN_vkEnumerateInstanceLayerProperties s_enumerateLayers;
PFN_vkEnumeratePhysicalDevices s_enumerateDevices;
PFN_vkEnumerateDeviceExtensionProperties s_enumerateExtensions;
PFN_vkCreateDevice s_createDevice;
PFN_vkGetPhysicalDeviceProperties s_properties;
PFN_vkGetPhysicalDeviceQueueFamilyProperties s_queueFamilies;
PFN_vkGetPhysicalDeviceProperties2 s_properties2;
PFN_vkGetPhysicalDeviceFeatures2 s_features2;
std::atomic<VulkanFaults::Lack> s_lack = VulkanFaults::Lack::nothing;

/// What this call returns instead of what it would; VK_SUCCESS: nothing.
VkResult strike()
{
    if (++s_calls != s_nth)
        return VK_SUCCESS;
    if (s_result == VK_ERROR_DEVICE_LOST || s_result == VK_TIMEOUT)
        s_staying = s_result.load();
    return s_result;
}

VkResult strikeDevice(bool waits)
{
    const VkResult staying = s_staying, struck = strike();
    if (staying == VK_ERROR_DEVICE_LOST || (staying == VK_TIMEOUT && waits))
        return staying;
    return struck;
}

template <auto Member>
void mayFail(VolkDeviceTable& table)
{
    table.*Member = [](auto... arguments) -> VkResult {
        const VkResult struck = strikeDevice(false);
        return struck != VK_SUCCESS ? struck : (s_device.*Member)(arguments...);
    };
}

/// The real device goes on working: what it uses must not be destroyed before it has ended.
template <auto Member>
void waits(VolkDeviceTable& table)
{
    table.*Member = [](auto... arguments) -> VkResult {
        const VkResult struck = strikeDevice(true), real = (s_device.*Member)(arguments...);
        return struck != VK_SUCCESS ? struck : real;
    };
}

template <auto Make, auto Destroy>
void makes(VolkDeviceTable& table)
{
    table.*Make = [](auto... arguments) -> VkResult {
        VkResult result = strikeDevice(false);
        if (result == VK_SUCCESS && (result = (s_device.*Make)(arguments...)) == VK_SUCCESS)
            ++s_objects;
        return result;
    };
    table.*Destroy = [](VkDevice device, auto object, const VkAllocationCallbacks* allocator) {
        s_objects -= object ? 1 : 0;
        (s_device.*Destroy)(device, object, allocator);
    };
}

void putBefore(VolkDeviceTable& table)
{
    using Table = VolkDeviceTable;
    makes<&Table::vkCreateBuffer, &Table::vkDestroyBuffer>(table);
    makes<&Table::vkAllocateMemory, &Table::vkFreeMemory>(table);
    makes<&Table::vkCreateBufferView, &Table::vkDestroyBufferView>(table);
    makes<&Table::vkCreateShaderModule, &Table::vkDestroyShaderModule>(table);
    makes<&Table::vkCreateComputePipelines, &Table::vkDestroyPipeline>(table);
    makes<&Table::vkCreatePipelineLayout, &Table::vkDestroyPipelineLayout>(table);
    makes<&Table::vkCreateDescriptorSetLayout, &Table::vkDestroyDescriptorSetLayout>(table);
    makes<&Table::vkCreateDescriptorPool, &Table::vkDestroyDescriptorPool>(table);
    makes<&Table::vkCreateCommandPool, &Table::vkDestroyCommandPool>(table);
    makes<&Table::vkCreateQueryPool, &Table::vkDestroyQueryPool>(table);
    makes<&Table::vkCreateFence, &Table::vkDestroyFence>(table);
    mayFail<&Table::vkBindBufferMemory>(table);
    mayFail<&Table::vkMapMemory>(table);
    mayFail<&Table::vkAllocateDescriptorSets>(table);
    mayFail<&Table::vkAllocateCommandBuffers>(table);
    mayFail<&Table::vkBeginCommandBuffer>(table);
    mayFail<&Table::vkEndCommandBuffer>(table);
    mayFail<&Table::vkResetFences>(table);
    mayFail<&Table::vkQueueSubmit>(table);
    mayFail<&Table::vkGetQueryPoolResults>(table);
    waits<&Table::vkWaitForFences>(table);
    waits<&Table::vkQueueWaitIdle>(table);
    waits<&Table::vkDeviceWaitIdle>(table);
    table.vkDestroyDevice = [](VkDevice device, const VkAllocationCallbacks* allocator) {
        --s_objects;
        s_device.vkDestroyDevice(device, allocator);
    };
}

VkResult createDevice(VkPhysicalDevice physical, const VkDeviceCreateInfo* info, const VkAllocationCallbacks* allocator,
                      VkDevice* device)
{
    VkResult result = strike();
    const bool wantsLongIntegers = info->pEnabledFeatures && info->pEnabledFeatures->shaderInt64;
    if ((s_lack == VulkanFaults::Lack::longIntegers && wantsLongIntegers)
        || (s_lack == VulkanFaults::Lack::subgroupSize && info->pNext))
        return VK_ERROR_FEATURE_NOT_PRESENT;
    if (result == VK_SUCCESS && (result = s_createDevice(physical, info, allocator, device)) == VK_SUCCESS) {
        ++s_objects;
        s_staying = VK_SUCCESS;
    }
    return result;
}

VkResult createInstance(const VkInstanceCreateInfo* info, const VkAllocationCallbacks* allocator, VkInstance* instance)
{
    VkResult result = strike();
    if (result == VK_SUCCESS && (result = s_createInstance(info, allocator, instance)) == VK_SUCCESS)
        ++s_objects;
    return result;
}

void destroyInstance(VkInstance instance, const VkAllocationCallbacks* allocator)
{
    s_objects -= instance ? 1 : 0;
    s_destroyInstance(instance, allocator);
}

VkResult enumerateLayers(std::uint32_t* count, VkLayerProperties* layers)
{
    const VkResult struck = strike();
    return struck != VK_SUCCESS ? struck : s_enumerateLayers(count, layers);
}

VkResult enumerateDevices(VkInstance instance, std::uint32_t* count, VkPhysicalDevice* devices)
{
    const VkResult struck = strike();
    const VkResult result = struck != VK_SUCCESS ? struck : s_enumerateDevices(instance, count, devices);
    if (s_lack == VulkanFaults::Lack::device)
        *count = 0;
    return result;
}

void properties(VkPhysicalDevice device, VkPhysicalDeviceProperties* found)
{
    s_properties(device, found);
    if (s_lack == VulkanFaults::Lack::version)
        found->apiVersion = VK_MAKE_API_VERSION(0, 1, 0, 42);
}

void queueFamilies(VkPhysicalDevice device, std::uint32_t* count, VkQueueFamilyProperties* found)
{
    s_queueFamilies(device, count, found);
    for (std::uint32_t i = 0; found && i < *count; ++i) {
        if (s_lack == VulkanFaults::Lack::computeQueue)
            found[i].queueFlags &= ~static_cast<VkQueueFlags>(VK_QUEUE_COMPUTE_BIT);
        if (s_lack == VulkanFaults::Lack::clock)
            found[i].timestampValidBits = 0;
    }
}

/// The structure of this type in the chain that begins with `first`, or nothing.
template <class Structure>
Structure* chained(void* first, VkStructureType type)
{
    auto* each = static_cast<VkBaseOutStructure*>(first);
    while (each && each->sType != type)
        each = each->pNext;
    return reinterpret_cast<Structure*>(each);
}

void properties2(VkPhysicalDevice device, VkPhysicalDeviceProperties2* found)
{
    s_properties2(device, found);
    auto* sizes = chained<VkPhysicalDeviceSubgroupSizeControlPropertiesEXT>(
        found->pNext, VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_SIZE_CONTROL_PROPERTIES_EXT);
    if (sizes && s_lack == VulkanFaults::Lack::subgroupSize)
        sizes->maxSubgroupSize = 2 * sizes->minSubgroupSize;
}

void features2(VkPhysicalDevice device, VkPhysicalDeviceFeatures2* found)
{
    s_features2(device, found);
    auto* sizes = chained<VkPhysicalDeviceSubgroupSizeControlFeaturesEXT>(
        found->pNext, VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_SIZE_CONTROL_FEATURES_EXT);
    if (sizes && s_lack == VulkanFaults::Lack::subgroupSize)
        sizes->subgroupSizeControl = sizes->computeFullSubgroups = VK_FALSE;
    if (s_lack == VulkanFaults::Lack::longIntegers)
        found->features.shaderInt64 = VK_FALSE;
}

VkResult enumerateExtensions(VkPhysicalDevice device, const char* layer, std::uint32_t* count,
                             VkExtensionProperties* extensions)
{
    const VkResult struck = strike();
    return struck != VK_SUCCESS ? struck : s_enumerateExtensions(device, layer, count, extensions);
}

/// Puts `ours` in the place of a function of volk's, unless it is there already.
template <class Function>
void put(Function& place, Function& real, Function ours)
{
    if (place && place != ours)
        real = place;
    if (place)
        place = ours;
}

} // namespace

int VulkanFaults::stride(int usual)
{
    const char* all = std::getenv("TESSERA_ALL_FAULTS");
    return all && std::string_view(all) == "1" ? 1 : usual;
}

void VulkanFaults::plan(int nth, VkResult result)
{
    s_calls = 0;
    s_staying = VK_SUCCESS;
    s_result = result;
    s_nth = nth;
}

void VulkanFaults::pretend(Lack lack) { s_lack = lack; }

int VulkanFaults::calls() { return s_calls; }

bool VulkanFaults::hasStruck() { return s_nth > 0 && s_calls >= s_nth; }

int VulkanFaults::objects() { return s_objects; }

} // namespace tessera::tests

// The names are the linker's (--wrap).
extern "C" {

VkResult __real_volkInitialize();
void __real_volkLoadInstanceOnly(VkInstance instance);
void __real_volkLoadDeviceTable(VolkDeviceTable* table, VkDevice device);

VkResult __wrap_volkInitialize()
{
    using namespace tessera::tests;
    const VkResult result = __real_volkInitialize();
    put<PFN_vkCreateInstance>(vkCreateInstance, s_createInstance, createInstance);
    put<PFN_vkEnumerateInstanceLayerProperties>(vkEnumerateInstanceLayerProperties, s_enumerateLayers, enumerateLayers);
    return result;
}

void __wrap_volkLoadInstanceOnly(VkInstance instance)
{
    using namespace tessera::tests;
    __real_volkLoadInstanceOnly(instance);
    put<PFN_vkDestroyInstance>(vkDestroyInstance, s_destroyInstance, destroyInstance);
    put<PFN_vkEnumeratePhysicalDevices>(vkEnumeratePhysicalDevices, s_enumerateDevices, enumerateDevices);
    put<PFN_vkEnumerateDeviceExtensionProperties>(vkEnumerateDeviceExtensionProperties, s_enumerateExtensions,
                                                  enumerateExtensions);
    put<PFN_vkCreateDevice>(vkCreateDevice, s_createDevice, createDevice);
    put<PFN_vkGetPhysicalDeviceProperties>(vkGetPhysicalDeviceProperties, s_properties, properties);
    put<PFN_vkGetPhysicalDeviceQueueFamilyProperties>(vkGetPhysicalDeviceQueueFamilyProperties, s_queueFamilies,
                                                      queueFamilies);
    put<PFN_vkGetPhysicalDeviceProperties2>(vkGetPhysicalDeviceProperties2, s_properties2, properties2);
    put<PFN_vkGetPhysicalDeviceFeatures2>(vkGetPhysicalDeviceFeatures2, s_features2, features2);
}

void __wrap_volkLoadDeviceTable(VolkDeviceTable* table, VkDevice device)
{
    using namespace tessera::tests;
    __real_volkLoadDeviceTable(table, device);
    s_device = *table;
    putBefore(*table);
}
}
