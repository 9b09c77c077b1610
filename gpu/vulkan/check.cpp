// SPDX-License-Identifier: Apache-2.0
#include "gpu/vulkan/check.h"

#include "core/error.h"

#include <string>

namespace tessera::gpu {

namespace {

const char* words(VkResult result)
{
    switch (result) {
    case VK_ERROR_OUT_OF_HOST_MEMORY:
        return "the driver is out of host memory";
    case VK_ERROR_OUT_OF_DEVICE_MEMORY:
        return "out of device memory";
    case VK_ERROR_DEVICE_LOST:
        return "the device was lost";
    case VK_ERROR_INITIALIZATION_FAILED:
        return "the driver could not start";
    case VK_ERROR_INCOMPATIBLE_DRIVER:
        return "no compatible Vulkan driver is installed";
    case VK_ERROR_FEATURE_NOT_PRESENT:
    case VK_ERROR_EXTENSION_NOT_PRESENT:
        return "the driver lacks a feature";
    case VK_TIMEOUT:
        return "the device does not answer";
    default:
        return "the driver reported an error";
    }
}

} // namespace

void check(VkResult result, const char* call)
{
    if (result == VK_SUCCESS)
        return;
    const std::string message = std::string(words(result)) + " (" + call + ": " + std::to_string(result) + ")";
    if (result == VK_ERROR_OUT_OF_HOST_MEMORY || result == VK_ERROR_OUT_OF_DEVICE_MEMORY)
        throw core::OutOfDeviceMemory(message);
    throw core::DeviceError(message);
}

} // namespace tessera::gpu
