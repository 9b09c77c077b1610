// SPDX-License-Identifier: Apache-2.0
#include "gpu/fourier/vkfft.h"

#include "core/error.h"

#include <glslang/Include/glslang_c_interface.h>

#include <clocale>
#include <cstddef>
#include <cstring>
#include <mutex>
#include <string>

namespace {

// What follows bends three things for VkFFT, which is one header.

/// Its limits for glslang are listed by position, for a glslang that knew none of the limits of EXT mesh shaders, which
/// newer ones have in the middle. The list lands here, and glslang gets what it means.
struct ListedLimits {
    static constexpr std::size_t kBefore = offsetof(glslang_resource_t, max_mesh_output_vertices_ext) / sizeof(int);
    static_assert(offsetof(glslang_resource_t, limits) == (kBefore + 10) * sizeof(int), "another glslang");

    int numbers[kBefore + 1];
    glslang_limits_t limits;

    const glslang_resource_t* operator&() const
    {
        thread_local glslang_resource_t all;
        all = {};
        std::memcpy(&all, numbers, kBefore * sizeof(int));
        all.maxDualSourceDrawBuffersEXT = numbers[kBefore];
        all.limits = limits;
        return &all;
    }
};

/// It calls Vulkan's functions by name; they are those of the device at hand.
thread_local const VolkDeviceTable* s_table = nullptr;

} // namespace

#define glslang_resource_t ListedLimits
// It changes the locale of the whole program and back, by a pointer that does not outlive the change. A locale of the
// thread's own is set around its calls instead.
#define setlocale(category, name) (static_cast<char*>(nullptr))
#define vkAllocateCommandBuffers s_table->vkAllocateCommandBuffers
#define vkAllocateDescriptorSets s_table->vkAllocateDescriptorSets
#define vkAllocateMemory s_table->vkAllocateMemory
#define vkBeginCommandBuffer s_table->vkBeginCommandBuffer
#define vkBindBufferMemory s_table->vkBindBufferMemory
#define vkCmdBindDescriptorSets s_table->vkCmdBindDescriptorSets
#define vkCmdBindPipeline s_table->vkCmdBindPipeline
#define vkCmdCopyBuffer s_table->vkCmdCopyBuffer
#define vkCmdDispatch s_table->vkCmdDispatch
#define vkCmdPipelineBarrier s_table->vkCmdPipelineBarrier
#define vkCmdPushConstants s_table->vkCmdPushConstants
#define vkCreateBuffer s_table->vkCreateBuffer
#define vkCreateComputePipelines s_table->vkCreateComputePipelines
#define vkCreateDescriptorPool s_table->vkCreateDescriptorPool
#define vkCreateDescriptorSetLayout s_table->vkCreateDescriptorSetLayout
#define vkCreatePipelineLayout s_table->vkCreatePipelineLayout
#define vkCreateShaderModule s_table->vkCreateShaderModule
#define vkDestroyBuffer s_table->vkDestroyBuffer
#define vkDestroyDescriptorPool s_table->vkDestroyDescriptorPool
#define vkDestroyDescriptorSetLayout s_table->vkDestroyDescriptorSetLayout
#define vkDestroyPipeline s_table->vkDestroyPipeline
#define vkDestroyPipelineLayout s_table->vkDestroyPipelineLayout
#define vkDestroyShaderModule s_table->vkDestroyShaderModule
#define vkEndCommandBuffer s_table->vkEndCommandBuffer
#define vkFreeCommandBuffers s_table->vkFreeCommandBuffers
#define vkFreeMemory s_table->vkFreeMemory
#define vkGetBufferMemoryRequirements s_table->vkGetBufferMemoryRequirements
#define vkMapMemory s_table->vkMapMemory
#define vkQueueSubmit s_table->vkQueueSubmit
#define vkResetFences s_table->vkResetFences
#define vkUnmapMemory s_table->vkUnmapMemory
#define vkUpdateDescriptorSets s_table->vkUpdateDescriptorSets
#define vkWaitForFences s_table->vkWaitForFences

#define VKFFT_BACKEND 0
#include <vkFFT.h>

namespace tessera::gpu {
namespace {

/// Numbers are written with a point into the kernels' sources.
class PlainNumbers {
public:
    PlainNumbers() : m_plain(newlocale(LC_ALL_MASK, "C", nullptr)), m_before(uselocale(m_plain)) {}
    ~PlainNumbers()
    {
        uselocale(m_before);
        freelocale(m_plain);
    }
    PlainNumbers(const PlainNumbers&) = delete;
    PlainNumbers& operator=(const PlainNumbers&) = delete;

private:
    locale_t m_plain;
    locale_t m_before;
};

void startCompiler()
{
    static std::once_flag once;
    std::call_once(once, [] { glslang_initialize_process(); });
}

void checkFft(VkFFTResult result, const char* what)
{
    if (result != VKFFT_SUCCESS)
        throw core::DeviceError(std::string("VkFFT cannot ") + what + " (its error " + std::to_string(result) + ")");
}

} // namespace

struct VkFft::State {
    // VkFFT keeps pointers to all of these.
    VkPhysicalDevice physical;
    VkDevice device;
    VkQueue queue;
    Handles handles;
    std::uint64_t bytes;
    const VolkDeviceTable* table;
    VkFFTApplication application{};
};

VkFft::VkFft(const Context& context, const Handles& handles, int width, int height)
    : m_state(std::make_unique<State>(State{context.physical(), context.device(), context.queue(), handles,
                                            handles.bytes, &context.vk()}))
{
    startCompiler();
    const PlainNumbers plain;
    s_table = m_state->table;
    VkFFTConfiguration configuration{};
    configuration.FFTdim = 2;
    configuration.size[0] = static_cast<std::uint64_t>(width);
    configuration.size[1] = static_cast<std::uint64_t>(height);
    configuration.performR2C = 1;
    configuration.makeForwardPlanOnly = 1;
    configuration.useLUT = 1; // sines of the device itself may be good to few digits
    configuration.isCompilerInitialized = 1;
    configuration.physicalDevice = &m_state->physical;
    configuration.device = &m_state->device;
    configuration.queue = &m_state->queue;
    configuration.commandPool = &m_state->handles.pool;
    configuration.fence = &m_state->handles.fence;
    configuration.buffer = &m_state->handles.buffer;
    configuration.bufferSize = &m_state->bytes;
    checkFft(initializeVkFFT(&m_state->application, configuration), "make ready a transform of this size");
}

VkFft::~VkFft()
{
    s_table = m_state->table;
    deleteVkFFT(&m_state->application);
}

void VkFft::record(VkCommandBuffer commands)
{
    const PlainNumbers plain;
    s_table = m_state->table;
    VkFFTLaunchParams launch{};
    launch.commandBuffer = &commands;
    checkFft(VkFFTAppend(&m_state->application, -1, &launch), "transform");
}

} // namespace tessera::gpu
