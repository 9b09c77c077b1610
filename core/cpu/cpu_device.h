// SPDX-License-Identifier: Apache-2.0
// The CPU as a Device: CpuOps, naive and right. `--device cpu`, and the reference that Vulkan is tested against.
#pragma once

#include "core/model/device.h"

#include <memory>

namespace tessera::core {

std::unique_ptr<Device> makeCpuDevice();
/// Was this device made by makeCpuDevice()?
bool isCpuDevice(const Device& device);

} // namespace tessera::core
