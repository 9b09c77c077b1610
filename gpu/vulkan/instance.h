// SPDX-License-Identifier: Apache-2.0
// The Vulkan instance and the physical devices it sees. With TESSERA_VALIDATION=1 in the environment the validation
// layer watches, synchronization included, and its messages are kept for the tests.
#pragma once

#include "gpu/gpu.h"
#include "gpu/vulkan/vulkan.h"

#include <string>
#include <vector>

namespace tessera::gpu {

class Instance {
public:
    /// Throws DeviceError where there is no loader or no driver.
    Instance();
    ~Instance();
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;

    VkInstance handle() const { return m_instance; }

    struct Physical {
        VkPhysicalDevice device;
        DeviceInfo info;
    };
    /// Best first (gpu.h); info.index is the position.
    const std::vector<Physical>& devices() const { return m_devices; }

private:
    explicit Instance(bool validated);

    bool m_isValidated;
    VkInstance m_instance = VK_NULL_HANDLE;
    VkDebugUtilsMessengerEXT m_messenger = VK_NULL_HANDLE;
    std::vector<Physical> m_devices;
};

/// What the validation layer said since the program started; a test fails on any.
std::vector<std::string> validationMessages();

} // namespace tessera::gpu
