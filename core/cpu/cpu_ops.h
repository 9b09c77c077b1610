// SPDX-License-Identifier: Apache-2.0
// The naive, obviously right reference of every op: plain loops in float32 over (N, C, H, W).
#pragma once

#include "core/model/ops.h"
#include "core/progress.h"

namespace tessera::core {

class CpuOps : public Ops {
public:
    explicit CpuOps(Progress progress = {}) : m_progress(std::move(progress)) {}

    static Value wrap(Tensor tensor);
    static const Tensor& tensor(const Value& value);

    Value conv2d(Value x, const Conv& conv, Value residual) override;
    Value norm(Value x, const Norm& norm, Activation activation, const Value& zq) override;
    Value attention(Value x, Value normed, const Attention& attention) override;
    Value nearestCode(const Value& latents, const Weight& codebook) override;
    Value lookup(const Value& codes, const Weight& codebook) override;

private:
    Progress m_progress;
};

/// One value through an activation (gelu is the exact, erf form).
float activate(float x, Activation activation);

} // namespace tessera::core
