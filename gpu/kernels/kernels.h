// SPDX-License-Identifier: Apache-2.0
// The list of kernels: one row each. What the GLSL declares and what is written here is compared by a test.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace tessera::gpu {

enum class KernelId {
    attend,
    conv,
    gemm,
    lookup,
    nearestCode,
    normFinish,
    normStats,
    paste,
    prepare,
    softmax,
    winograd,
    winogradIn,
    winogradOut,
};
inline constexpr std::size_t kKernels = 13;

/// The same kernel built in several ways (shaders/lib/tensor.glsl).
enum class Variant {
    lanes, ///< texel loads, weights shared by subgroup shuffles
    shared, ///< storage buffers, operands staged in shared memory, no subgroup operations
};
inline constexpr std::size_t kVariants = 2;

/// How a binding is declared: `tensor` bindings are texel or storage buffers according to the variant.
enum class Slot {
    input,   ///< tensor that is read
    output,  ///< tensor that is written
    scalars, ///< plain storage buffer of ints or floats
};

struct KernelInfo {
    KernelId id;
    std::string_view name;
    std::vector<Slot> bindings;  ///< by binding number
    std::uint32_t pushBytes;  ///< size of the parameter struct
    std::uint32_t constants;  ///< specialization constants 3, 4, ... (0 to 2 are the group size)
    std::array<std::span<const std::uint32_t>, kVariants> spirv; ///< empty where a kernel is not built in a variant
};

const KernelInfo& kernelInfo(KernelId id);
std::span<const KernelInfo> allKernels();

} // namespace tessera::gpu
