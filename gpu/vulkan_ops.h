// SPDX-License-Identifier: Apache-2.0
// Ops that records: walking a forward pass over it yields the Recording of a Plan. A Value's range returns to the
// arena when its last owner dies during the walk, so the scopes of the pass are the memory plan.
#pragma once

#include "core/model/ops.h"
#include "gpu/layout.h"
#include "gpu/recording.h"
#include "gpu/tuning.h"
#include "gpu/weight_store.h"

#include <memory>
#include <string>

namespace tessera::gpu {

struct DeviceTensor;
struct Product;

class VulkanOps final : public core::Ops {
public:
    VulkanOps(const Context& context, const Tuning& tuning, WeightStore& weights);
    ~VulkanOps() override;

    /// The pass's input: a picture or latents in the packed layout, or codes (int32, N*h*w).
    core::Value inputPicture(const core::Shape& shape);
    core::Value inputCodes(const core::Shape& shape);
    core::Value conv2d(const core::Value& x, const core::Conv& conv, const core::Value* residual) override;
    core::Value norm(const core::Value& x, const core::Norm& norm, core::Activation activation,
                     const core::Value& zq) override;
    core::Value attention(const core::Value& x, const core::Value& normed, const core::Attention& attention) override;
    core::Value nearestCode(const core::Value& latents, const core::Weight& codebook) override;
    core::Value lookup(const core::Value& codes, const core::Weight& codebook) override;

    /// Ends the recording: what was to write `value` writes the output port instead. Codes are int32, everything else
    /// is in the packed layout.
    Recording finish(const core::Value& value);

private:
    std::shared_ptr<DeviceTensor> make(std::int64_t bytes);
    core::Value makePicture(const core::Shape& shape);
    void zeroHalo(const core::Value& value);
    core::Value conv3(const core::Value& x, const core::Conv& conv, const core::Value* residual);
    core::Value conv1(const core::Value& x, const core::Conv& conv, const core::Value* residual);
    void multiply(const Product& product);
    void attendTile(const DeviceTensor& q, const DeviceTensor& k, const DeviceTensor& v, const DeviceTensor& context,
                    const core::Attention& attention, std::int64_t tokens, std::int64_t n, std::int64_t first,
                    std::int64_t count);
    void add(KernelId kernel, std::vector<std::int32_t> tile, Step step);
    std::array<std::uint32_t, 3> spread(std::int64_t groups, std::int64_t z) const;
    Operand nothing() { return m_weights.nothing(); }

    const Context& m_context;
    const Tuning& m_tuning;
    WeightStore& m_weights;
    std::shared_ptr<Arena> m_arena;
    Recording m_recording;
};

} // namespace tessera::gpu
