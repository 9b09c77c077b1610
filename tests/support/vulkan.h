// SPDX-License-Identifier: Apache-2.0
// A Vulkan device for tests, under the validation layer where it is installed.
#pragma once

#include "gpu/context.h"
#include "gpu/tuning.h"

#include <memory>
#include <vector>

namespace tessera::tests {

inline std::unique_ptr<gpu::Context> openContext()
{
    auto instance = std::make_shared<gpu::Instance>();
    return std::make_unique<gpu::Context>(instance, instance->devices().at(0));
}

/// Every set of kernel variants that the device can run.
inline std::vector<gpu::Tuning> tunings(const gpu::Context& context)
{
    std::vector<gpu::Tuning> all{gpu::tuningFor(context, gpu::Variant::shared)};
    if (context.hasLanes())
        all.push_back(gpu::tuningFor(context, gpu::Variant::lanes));
    return all;
}

inline const char* nameOf(gpu::Variant variant)
{
    return variant == gpu::Variant::shared ? "shared" : "lanes";
}

} // namespace tessera::tests
