// SPDX-License-Identifier: Apache-2.0
// The whole interface of the reference's VQModel: one model on one device.
#pragma once

#include "core/model/device.h"

#include <memory>

namespace tessera::core {

/// The outcome of the quantizer.
struct Quantized {
    IndexMap codes;
    double commitLoss = 0; ///< 1.25 * mean squared distance of the latents to their codes
};

struct Reconstruction {
    Tensor latents;
    Quantized quantized;
    Tensor pictures;
};

class Codec {
public:
    Codec(std::shared_ptr<const VqModel> model, Device& device) : m_model(std::move(model)), m_device(&device) {}

    const VqModel& model() const { return *m_model; }

    /// Latents (N, E, h, w), not quantized, of pictures (N, C, H, W) in [-1, 1].
    Tensor encode(const Tensor& pictures, const Progress& progress = {}) const;
    Quantized quantize(const Tensor& latents, const Progress& progress = {}) const;
    /// Pictures, not clamped, of latents that are quantized first unless `forceNotQuantize`.
    Tensor decode(const Tensor& latents, bool forceNotQuantize = false, const Progress& progress = {}) const;
    Tensor decodeCodes(const IndexMap& codes, const Progress& progress = {}) const;
    /// encode, quantize, decode.
    Reconstruction forward(const Tensor& pictures, const Progress& progress = {}) const;

private:
    std::shared_ptr<const VqModel> m_model;
    Device* m_device;
};

/// The code vectors of a map as (N, E, h, w).
Tensor lookup(const IndexMap& codes, const Weight& codebook);

/// 1.25 * mean((code - z)^2) over all of (N, E, h, w), summed in double.
double commitLoss(const Tensor& latents, const IndexMap& codes, const Weight& codebook);

} // namespace tessera::core
