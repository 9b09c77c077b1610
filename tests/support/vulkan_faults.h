// SPDX-License-Identifier: Apache-2.0
// Makes Vulkan calls fail, and counts what is made and destroyed. Whatever the program calls goes through volk's tables;
// these are filled by three functions of volk, which the linker puts ours before (tessera_vulkan_faults() in CMake). So the
// program itself has no hooks.
#pragma once

#include "gpu/vulkan/vulkan.h"

namespace tessera::tests {

class VulkanFaults {
public:
    /// Tests usually try calls with this stride between them, and with TESSERA_ALL_FAULTS=1 every one, which takes an hour.
    static int stride(int usual);
    /// The `nth` call from now on that can fail (1: the next) returns `result`. A device that was lost stays lost, and
    /// waits of one that does not answer end no more, until another device is made.
    static void plan(int nth, VkResult result);
    /// Nothing fails from now on; calls are counted anew.
    static void none() { plan(0, VK_SUCCESS); }
    /// `subgroupSize`: its size varies and cannot be fixed. `clock`: its queue has no time stamps.
    enum class Lack { nothing, device, version, computeQueue, longIntegers, subgroupSize, clock };
    static void pretend(Lack lack); ///< that all devices lack this, from now on
    static int calls();     ///< that could have failed, since the plan
    static bool hasStruck(); ///< has the planned call come?
    static int objects();   ///< instances, devices and what devices own that exist now
};

} // namespace tessera::tests
