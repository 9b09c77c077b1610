// SPDX-License-Identifier: Apache-2.0
#include "gpu/vulkan/instance.h"

#include "core/error.h"
#include "gpu/vulkan/check.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <mutex>
#include <span>

namespace tessera::gpu {

namespace {

// The one choice that depends on a driver by name: Mesa's software driver fills registers of 256 bits unless it is told
// otherwise, also where the processor has them with 512. It computes a decode 1.3 times as fast with all of them
// (ARCHITECTURE.md, Kernels). It reads the variable when the instance is made; what is set already stays.
//
// Before main, since the environment must not change while other threads may read it.
[[gnu::constructor]] void useWideRegisters()
{
#if defined(__x86_64__)
    // Of a constructor, gcc asks for this first.
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512vl"))
        setenv("LP_NATIVE_VECTOR_WIDTH", "512", 0);
#endif
}

std::mutex s_messagesMutex;
std::vector<std::string> s_messages;

VkBool32 VKAPI_PTR keepMessage(VkDebugUtilsMessageSeverityFlagBitsEXT /*severity*/,
                               VkDebugUtilsMessageTypeFlagsEXT /*types*/,
                               const VkDebugUtilsMessengerCallbackDataEXT* data, void* /*user*/)
{
    const std::scoped_lock lock(s_messagesMutex);
    s_messages.emplace_back(data->pMessage);
    std::cerr << "validation: " << data->pMessage << '\n';
    return VK_FALSE;
}

bool validationWanted()
{
    const char* wanted = std::getenv("TESSERA_VALIDATION");
    if (!wanted || std::strcmp(wanted, "1") != 0)
        return false;
    std::uint32_t count = 0;
    vkEnumerateInstanceLayerProperties(&count, nullptr);
    std::vector<VkLayerProperties> layers(count);
    vkEnumerateInstanceLayerProperties(&count, layers.data());
    return std::ranges::any_of(
        layers, [](const auto& layer) { return std::strcmp(layer.layerName, "VK_LAYER_KHRONOS_validation") == 0; });
}

/// Is validation wanted, and there?
bool loadVulkan()
{
    static const VkResult s_loader = volkInitialize();
    if (s_loader != VK_SUCCESS)
        throw core::DeviceError("no Vulkan loader was found (Debian: install libvulkan1 and mesa-vulkan-drivers)");
    return validationWanted();
}

VkInstance createInstance(bool validation)
{
    VkApplicationInfo application{VK_STRUCTURE_TYPE_APPLICATION_INFO};
    application.pApplicationName = "Tessera";
    application.apiVersion = VK_API_VERSION_1_1;
    VkInstanceCreateInfo create{VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO};
    create.pApplicationInfo = &application;
    const char* layer = "VK_LAYER_KHRONOS_validation";
    const char* extensions[] = {VK_EXT_DEBUG_UTILS_EXTENSION_NAME, VK_EXT_VALIDATION_FEATURES_EXTENSION_NAME};
    const VkValidationFeatureEnableEXT synchronization = VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT;
    VkValidationFeaturesEXT features{VK_STRUCTURE_TYPE_VALIDATION_FEATURES_EXT};
    features.enabledValidationFeatureCount = 1;
    features.pEnabledValidationFeatures = &synchronization;
    if (validation) {
        create.pNext = &features;
        create.enabledLayerCount = 1;
        create.ppEnabledLayerNames = &layer;
        create.enabledExtensionCount = 2;
        create.ppEnabledExtensionNames = extensions;
    }
    VkInstance instance = VK_NULL_HANDLE;
    check(vkCreateInstance(&create, nullptr, &instance), "vkCreateInstance");
    return instance;
}

DeviceKind kindOf(VkPhysicalDeviceType type)
{
    switch (type) {
    case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU:
        return DeviceKind::discrete;
    case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU:
        return DeviceKind::integrated;
    case VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU:
        return DeviceKind::virtualized;
    case VK_PHYSICAL_DEVICE_TYPE_CPU:
        return DeviceKind::software;
    default:
        return DeviceKind::other;
    }
}

bool hasComputeQueue(VkPhysicalDevice device)
{
    std::uint32_t count = 0;
    vkGetPhysicalDeviceQueueFamilyProperties(device, &count, nullptr);
    std::vector<VkQueueFamilyProperties> families(count);
    vkGetPhysicalDeviceQueueFamilyProperties(device, &count, families.data());
    return std::ranges::any_of(families, [](const auto& f) { return (f.queueFlags & VK_QUEUE_COMPUTE_BIT) != 0; });
}

std::string versionString(std::uint32_t version)
{
    return std::to_string(VK_API_VERSION_MAJOR(version)) + "." + std::to_string(VK_API_VERSION_MINOR(version)) + "."
        + std::to_string(VK_API_VERSION_PATCH(version));
}

std::string hex(std::span<const std::uint8_t> bytes)
{
    constexpr const char* kDigits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : bytes)
        text += {kDigits[byte >> 4U], kDigits[byte & 15U]};
    return text;
}

DeviceInfo describe(VkPhysicalDevice device)
{
    VkPhysicalDeviceProperties plain;
    vkGetPhysicalDeviceProperties(device, &plain);
    DeviceInfo info;
    info.name = plain.deviceName;
    info.kind = kindOf(plain.deviceType);
    info.apiVersion = versionString(plain.apiVersion);
    VkPhysicalDeviceMemoryProperties memory;
    vkGetPhysicalDeviceMemoryProperties(device, &memory);
    for (std::uint32_t i = 0; i < memory.memoryHeapCount; ++i)
        if (memory.memoryHeaps[i].flags & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT)
            info.memoryBytes += memory.memoryHeaps[i].size;
    if (plain.apiVersion < VK_API_VERSION_1_1) {
        info.unusable = "its driver offers Vulkan " + info.apiVersion + ", Tessera needs 1.1";
        return info;
    }
    VkPhysicalDeviceDriverProperties driver{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES};
    VkPhysicalDeviceIDProperties ids{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_ID_PROPERTIES};
    VkPhysicalDeviceSubgroupProperties subgroup{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_PROPERTIES, &ids, {}, {}, {}, {}};
    if (plain.apiVersion >= VK_API_VERSION_1_2)
        ids.pNext = &driver;
    VkPhysicalDeviceProperties2 properties{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2, &subgroup, {}};
    vkGetPhysicalDeviceProperties2(device, &properties);
    info.driver = std::string(driver.driverName) + (driver.driverInfo[0] ? " " : "") + driver.driverInfo;
    info.subgroupSize = subgroup.subgroupSize;
    info.identity = hex(ids.deviceUUID) + "-" + hex(ids.driverUUID) + "-" + std::to_string(plain.driverVersion);
    if (!hasComputeQueue(device))
        info.unusable = "it has no compute queue";
    return info;
}

} // namespace

Instance::Instance(bool validated) : m_isValidated(validated), m_instance(createInstance(validated))
{
    // The loader's functions are the same for all instances, and other threads may be calling them: looked up once.
    static std::once_flag s_loaded;
    std::call_once(s_loaded, [this] { volkLoadInstanceOnly(m_instance); });
}

// What is made by the other constructor is destroyed where this one fails.
Instance::Instance() : Instance(loadVulkan())
{
    if (m_isValidated) {
        VkDebugUtilsMessengerCreateInfoEXT create{VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT};
        create.messageSeverity
            = VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT | VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT;
        create.messageType = VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT;
        create.pfnUserCallback = keepMessage;
        vkCreateDebugUtilsMessengerEXT(m_instance, &create, nullptr, &m_messenger);
    }
    std::uint32_t count = 0;
    check(vkEnumeratePhysicalDevices(m_instance, &count, nullptr), "vkEnumeratePhysicalDevices");
    std::vector<VkPhysicalDevice> devices(count);
    check(vkEnumeratePhysicalDevices(m_instance, &count, devices.data()), "vkEnumeratePhysicalDevices");
    for (VkPhysicalDevice device : devices)
        m_devices.push_back({device, describe(device)});
    std::ranges::stable_sort(m_devices, {}, [](const Physical& p) { return p.info.kind; });
    for (std::size_t i = 0; i < m_devices.size(); ++i)
        m_devices[i].info.index = static_cast<int>(i);
}

Instance::~Instance()
{
    if (m_messenger)
        vkDestroyDebugUtilsMessengerEXT(m_instance, m_messenger, nullptr);
    vkDestroyInstance(m_instance, nullptr);
}

std::vector<std::string> validationMessages()
{
    const std::scoped_lock lock(s_messagesMutex);
    return s_messages;
}

} // namespace tessera::gpu
