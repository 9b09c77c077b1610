// SPDX-License-Identifier: Apache-2.0
#include "core/cpu/cpu_device.h"

#include "core/cpu/cpu_ops.h"
#include "core/model/codec.h"

namespace tessera::core {

namespace {

class CpuDevice final : public Device {
public:
    std::string name() const override { return "CPU"; }

    Tensor encode(const VqModel& model, const Tensor& pictures, const Progress& progress) override
    {
        CpuOps ops(progress);
        return CpuOps::tensor(core::encode(ops, model, CpuOps::wrap(pictures)));
    }

    IndexMap quantize(const VqModel& model, const Tensor& latents, const Progress& progress) override
    {
        CpuOps ops(progress);
        const Tensor codes = CpuOps::tensor(ops.nearestCode(CpuOps::wrap(latents), model.codebook()));
        IndexMap map(codes.shape.n, codes.shape.h, codes.shape.w);
        for (std::size_t i = 0; i < map.codes.size(); ++i)
            map.codes[i] = static_cast<std::int32_t>(codes.values[i]);
        return map;
    }

    Tensor decodeCodes(const VqModel& model, const IndexMap& codes, const Progress& progress) override
    {
        return decodeLatents(model, core::lookup(codes, model.codebook()), progress);
    }

    Tensor decodeLatents(const VqModel& model, const Tensor& latents, const Progress& progress) override
    {
        CpuOps ops(progress);
        return CpuOps::tensor(core::decode(ops, model, CpuOps::wrap(latents)));
    }

    void forget(const VqModel& /*model*/) override {}
};

} // namespace

std::unique_ptr<Device> makeCpuDevice() { return std::make_unique<CpuDevice>(); }

bool isCpuDevice(const Device& device) { return dynamic_cast<const CpuDevice*>(&device) != nullptr; }

} // namespace tessera::core
