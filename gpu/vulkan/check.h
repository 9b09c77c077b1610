// SPDX-License-Identifier: Apache-2.0
// From VkResult to exceptions.
#pragma once

#include "gpu/vulkan/vulkan.h"

namespace tessera::gpu {

/// Throws OutOfDeviceMemory or DeviceError naming the call, unless the result is VK_SUCCESS.
void check(VkResult result, const char* call);

} // namespace tessera::gpu
