// SPDX-License-Identifier: Apache-2.0
// A Vulkan device for tests, under the validation layer where it is installed.
#pragma once

#include "gpu/tuning/tuning.h"
#include "gpu/vulkan/context.h"

#include <memory>
#include <vector>

namespace tessera::tests {

inline std::unique_ptr<gpu::Context> openContext()
{
    auto instance = std::make_shared<gpu::Instance>();
    return std::make_unique<gpu::Context>(instance, instance->devices().at(0));
}

/// Kernels as a device gets them.
struct NamedTuning {
    const char* name;
    gpu::Tuning tuning;
};

/// Every set of kernel variants that the device can run, and the tiles of other devices where they differ.
inline std::vector<NamedTuning> tunings(const gpu::Context& context)
{
    using enum gpu::Variant;
    std::vector<NamedTuning> all{
        {"shared", gpu::tuningFor(context, shared, gpu::DeviceKind::discrete, 32)},
        {"shared, small tiles", gpu::tuningFor(context, shared, gpu::DeviceKind::integrated, 8)}};
    if (context.hasLanes()) {
        all.push_back({"lanes", gpu::tuningFor(context, lanes)});
        // What wide layers take, on the narrow ones that tests have.
        all.push_back({"lanes, Winograd and attention in passes", all.back().tuning});
        all.back().tuning.fusedChannels = 0;
        all.back().tuning.attend.clear();
    }
    return all;
}

} // namespace tessera::tests
