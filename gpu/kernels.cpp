// SPDX-License-Identifier: Apache-2.0
#include "gpu/kernels.h"

#include "gpu/params.h"

namespace tessera::gpu {

namespace {

#include "spirv_blobs.inc"

#define TESSERA_VARIANTS(name) {name##_lanes, name##_lanes_wide, name##_plain}

constexpr Slot in = Slot::input, out = Slot::output, scalars = Slot::scalars;

const std::vector<KernelInfo>& table()
{
    static const std::vector<KernelInfo> s_table = {
        {KernelId::conv, "conv", {in, in, in, in, out}, sizeof(ConvParams), 3, TESSERA_VARIANTS(conv)},
        {KernelId::gemm, "gemm", {in, in, in, in, in, out}, sizeof(GemmParams), 2, TESSERA_VARIANTS(gemm)},
        {KernelId::lookup, "lookup", {scalars, in, out}, sizeof(LookupParams), 0, TESSERA_VARIANTS(lookup)},
        {KernelId::nearestCode, "nearest_code", {in, in, scalars}, sizeof(NearestCodeParams), 2,
         TESSERA_VARIANTS(nearest_code)},
        {KernelId::normApply, "norm_apply", {in, in, in, in, out}, sizeof(NormApplyParams), 2,
         TESSERA_VARIANTS(norm_apply)},
        {KernelId::normFinish, "norm_finish", {in, in, in, scalars}, sizeof(NormFinishParams), 0,
         TESSERA_VARIANTS(norm_finish)},
        {KernelId::normStats, "norm_stats", {in, out}, sizeof(NormStatsParams), 0, TESSERA_VARIANTS(norm_stats)},
        {KernelId::softmax, "softmax", {in, out, scalars}, sizeof(SoftmaxParams), 0, TESSERA_VARIANTS(softmax)},
        {KernelId::zeroHalo, "zero_halo", {out}, sizeof(ZeroHaloParams), 0, TESSERA_VARIANTS(zero_halo)},
    };
    return s_table;
}

} // namespace

const KernelInfo& kernelInfo(KernelId id) { return table()[static_cast<std::size_t>(id)]; }

std::span<const KernelInfo> allKernels() { return table(); }

} // namespace tessera::gpu
