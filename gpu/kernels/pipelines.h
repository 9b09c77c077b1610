// SPDX-License-Identifier: Apache-2.0
// Pipelines by kernel, variant and specialization, made on first use and kept as long as the device.
#pragma once

#include "gpu/kernels/kernels.h"
#include "gpu/vulkan/context.h"

#include <compare>
#include <map>
#include <set>
#include <vector>

namespace tessera::gpu {

/// A kernel as it is dispatched.
struct KernelKey {
    KernelId id{};
    Variant variant{};
    std::uint32_t lanes = 1;          ///< workgroup size
    std::vector<std::int32_t> tile{}; ///< specialization constants 3, 4, ...
    auto operator<=>(const KernelKey&) const = default;
};

struct Pipeline {
    SetLayoutHandle setLayout;
    PipelineLayoutHandle layout;
    PipelineHandle pipeline;
    std::vector<VkDescriptorType> types; ///< by binding number
};

class Pipelines {
public:
    explicit Pipelines(const Context& context) : m_context(context) {}

    const Pipeline& find(const KernelKey& key);
    /// Makes those that are missing, several at a time: a driver takes some ten milliseconds for each, on one core.
    void make(const std::set<KernelKey>& keys);

private:
    Pipeline made(const KernelKey& key) const;

    const Context& m_context;
    std::map<KernelKey, Pipeline> m_pipelines;
};

} // namespace tessera::gpu
