// SPDX-License-Identifier: Apache-2.0
#include "gpu/kernels/pipelines.h"

#include "gpu/vulkan/check.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <exception>
#include <functional>
#include <future>
#include <optional>
#include <thread>
#include <utility>

namespace tessera::gpu {

namespace {

VkDescriptorType typeOf(Slot slot, Variant variant)
{
    return slot == Slot::input && variant == Variant::lanes ? VK_DESCRIPTOR_TYPE_STORAGE_TEXEL_BUFFER : VK_DESCRIPTOR_TYPE_STORAGE_BUFFER;
}

} // namespace

const Pipeline& Pipelines::find(const KernelKey& key)
{
    auto found = m_pipelines.find(key);
    if (found == m_pipelines.end())
        found = m_pipelines.emplace(key, made(key)).first;
    return found->second;
}

void Pipelines::make(const std::set<KernelKey>& keys)
{
    std::vector<const KernelKey*> missing;
    for (const KernelKey& key : keys)
        if (!m_pipelines.contains(key))
            missing.push_back(&key);
    // The largest first, so that none of them is still being made when all others are.
    std::ranges::stable_sort(missing, std::greater(), [](const KernelKey* key) {
        return kernelInfo(key->id).spirv[static_cast<std::size_t>(key->variant)].size();
    });
    std::vector<std::optional<Pipeline>> pipelines(missing.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < missing.size(); i = next++)
            pipelines[i] = made(*missing[i]);
    };
    std::vector<std::future<void>> helpers;
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    for (std::size_t i = 1; i < std::min(cores, missing.size()); ++i)
        helpers.push_back(std::async(std::launch::async, work));
    std::exception_ptr failure; // the others must end first
    try {
        work();
    } catch (...) {
        failure = std::current_exception();
    }
    for (std::future<void>& helper : helpers)
        try {
            helper.get();
        } catch (...) {
            failure = std::current_exception();
        }
    for (std::size_t i = 0; i < missing.size(); ++i)
        if (pipelines[i])
            m_pipelines.emplace(*missing[i], std::move(*pipelines[i]));
    if (failure)
        std::rethrow_exception(failure);
}

Pipeline Pipelines::made(const KernelKey& key) const
{
    const auto& vk = m_context.vk();
    const VkDevice device = m_context.device();
    const KernelInfo& info = kernelInfo(key.id);
    assert(key.tile.size() == info.constants);
    Pipeline pipeline;

    std::vector<VkDescriptorSetLayoutBinding> bindings;
    for (std::uint32_t i = 0; i < info.bindings.size(); ++i) {
        pipeline.types.push_back(typeOf(info.bindings[i], key.variant));
        bindings.push_back({i, pipeline.types.back(), 1, VK_SHADER_STAGE_COMPUTE_BIT, nullptr});
    }
    VkDescriptorSetLayoutCreateInfo setInfo{VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO};
    setInfo.bindingCount = static_cast<std::uint32_t>(bindings.size());
    setInfo.pBindings = bindings.data();
    VkDescriptorSetLayout setLayout = VK_NULL_HANDLE;
    check(vk.vkCreateDescriptorSetLayout(device, &setInfo, nullptr, &setLayout), "vkCreateDescriptorSetLayout");
    pipeline.setLayout = SetLayoutHandle(vk, device, setLayout);

    const VkPushConstantRange push{VK_SHADER_STAGE_COMPUTE_BIT, 0, info.pushBytes};
    VkPipelineLayoutCreateInfo layoutInfo{VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO};
    layoutInfo.setLayoutCount = 1;
    layoutInfo.pSetLayouts = &setLayout;
    layoutInfo.pushConstantRangeCount = 1;
    layoutInfo.pPushConstantRanges = &push;
    VkPipelineLayout layout = VK_NULL_HANDLE;
    check(vk.vkCreatePipelineLayout(device, &layoutInfo, nullptr, &layout), "vkCreatePipelineLayout");
    pipeline.layout = PipelineLayoutHandle(vk, device, layout);

    const auto code = info.spirv[static_cast<std::size_t>(key.variant)];
    VkShaderModuleCreateInfo moduleInfo{VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO};
    moduleInfo.codeSize = code.size_bytes();
    moduleInfo.pCode = code.data();
    VkShaderModule moduleObject = VK_NULL_HANDLE;
    check(vk.vkCreateShaderModule(device, &moduleInfo, nullptr, &moduleObject), "vkCreateShaderModule");
    const ShaderModuleHandle module(vk, device, moduleObject);

    std::vector<std::int32_t> values{static_cast<std::int32_t>(key.lanes), 1, 1};
    values.insert(values.end(), key.tile.begin(), key.tile.end());
    std::vector<VkSpecializationMapEntry> entries;
    for (std::uint32_t i = 0; i < values.size(); ++i)
        entries.push_back({i, i * 4, 4});
    const VkSpecializationInfo specialization{static_cast<std::uint32_t>(entries.size()), entries.data(),
                                              values.size() * 4, values.data()};
    VkPipelineShaderStageRequiredSubgroupSizeCreateInfoEXT fixSize{
        VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_REQUIRED_SUBGROUP_SIZE_CREATE_INFO_EXT};
    fixSize.requiredSubgroupSize = key.lanes;
    VkComputePipelineCreateInfo create{VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO};
    create.stage.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO;
    create.stage.stage = VK_SHADER_STAGE_COMPUTE_BIT;
    create.stage.module = moduleObject;
    create.stage.pName = "main";
    create.stage.pSpecializationInfo = &specialization;
    if (key.variant == Variant::lanes && m_context.mustFixSubgroupSize()) {
        create.stage.pNext = &fixSize;
        create.stage.flags = VK_PIPELINE_SHADER_STAGE_CREATE_REQUIRE_FULL_SUBGROUPS_BIT_EXT;
    }
    create.layout = layout;
    VkPipeline object = VK_NULL_HANDLE;
    check(vk.vkCreateComputePipelines(device, VK_NULL_HANDLE, 1, &create, nullptr, &object),
          "vkCreateComputePipelines");
    pipeline.pipeline = PipelineHandle(vk, device, object);
    return pipeline;
}

} // namespace tessera::gpu
