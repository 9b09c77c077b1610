// SPDX-License-Identifier: Apache-2.0
// Ops that computes nothing: walking a forward pass over it lists the classes of its ops and how much work each is.
#pragma once

#include "core/model/vq_model.h"
#include "gpu/tuning/tuning.h"

#include <map>
#include <vector>

namespace tessera::gpu {

class ClassOps final : public core::Ops {
public:
    /// Where `tuning` has attention done in one pass, its scores and their mix are no products. Without one all are.
    explicit ClassOps(bool exact, const Tuning* tuning = nullptr) : m_exact(exact), m_tuning(tuning) {}

    core::Value conv2d(core::Value x, const core::Conv& conv, core::Value residual = {}) override;
    core::Value norm(core::Value x, const core::Norm& norm, core::Activation activation,
                     const core::Value& zq) override;
    core::Value attention(core::Value x, core::Value normed, const core::Attention& attention) override;
    core::Value nearestCode(const core::Value& latents, const core::Weight& codebook) override;
    core::Value lookup(const core::Value& codes, const core::Weight& codebook) override;

    /// Multiply-adds count as two, convolutions as if computed directly.
    const std::map<OpClass, double>& flops() const { return m_flops; }

private:
    bool m_exact;
    const Tuning* m_tuning;
    std::map<OpClass, double> m_flops;
};

/// The classes whose share of a decode's or an encode's work, among what classes stand for, is at least `leastShare`: first
/// those of the decode, the largest first, then what the encode adds. `exact` is about the decode; encoders always are.
std::vector<OpClass> classesOf(const core::VqModel& model, const Tuning& tuning, bool exact, double leastShare);

/// The work of a decode of so many cells, which is about that of the encode too.
double decodeFlops(const core::VqModel& model, std::int64_t rows, std::int64_t cols);

} // namespace tessera::gpu
