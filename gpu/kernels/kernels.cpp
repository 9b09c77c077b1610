// SPDX-License-Identifier: Apache-2.0
#include "gpu/kernels/kernels.h"

#include "gpu/kernels/params.h"

namespace tessera::gpu {

namespace {

#include "spirv_blobs.inc"

#define TESSERA_VARIANTS(name) {name##_lanes, name##_shared}

constexpr Slot in = Slot::input, out = Slot::output, scalars = Slot::scalars;

const std::vector<KernelInfo>& table()
{
    static const std::vector<KernelInfo> s_table = {
        {KernelId::attend, "attend", {in, in, in, in, out, scalars, scalars}, sizeof(AttendParams), 2, {attend_lanes}},
        {KernelId::conv, "conv", {in, in, in, in, out}, sizeof(ConvParams), 3, TESSERA_VARIANTS(conv)},
        {KernelId::gemm, "gemm", {in, in, in, in, in, out}, sizeof(GemmParams), 4, TESSERA_VARIANTS(gemm)},
        {KernelId::lookup, "lookup", {scalars, in, out}, sizeof(LookupParams), 0, TESSERA_VARIANTS(lookup)},
        {KernelId::nearestCode, "nearest_code", {in, in, scalars, scalars}, sizeof(NearestCodeParams), 3,
         TESSERA_VARIANTS(nearest_code)},
        {KernelId::normFinish, "norm_finish", {in, in, in, scalars}, sizeof(NormFinishParams), 0,
         TESSERA_VARIANTS(norm_finish)},
        {KernelId::normStats, "norm_stats", {in, out}, sizeof(NormStatsParams), 0, TESSERA_VARIANTS(norm_stats)},
        {KernelId::paste, "paste", {in, scalars, out}, sizeof(PasteParams), 0, TESSERA_VARIANTS(paste)},
        {KernelId::prepare, "prepare", {in, in, in, in, out}, sizeof(PrepareParams), 2, TESSERA_VARIANTS(prepare)},
        {KernelId::softmax, "softmax", {in, out, scalars, scalars, scalars}, sizeof(SoftmaxParams), 0,
         TESSERA_VARIANTS(softmax)},
        {KernelId::winograd, "winograd", {in, in, in, in, out}, sizeof(WinogradParams), 3, {winograd_lanes}},
        {KernelId::winogradIn, "winograd_in", {in, out}, sizeof(WinogradInParams), 2, TESSERA_VARIANTS(winograd_in)},
        {KernelId::winogradOut, "winograd_out", {in, in, in, out}, sizeof(WinogradOutParams), 2,
         TESSERA_VARIANTS(winograd_out)},
    };
    return s_table;
}

} // namespace

const KernelInfo& kernelInfo(KernelId id) { return table()[static_cast<std::size_t>(id)]; }

std::span<const KernelInfo> allKernels() { return table(); }

} // namespace tessera::gpu
