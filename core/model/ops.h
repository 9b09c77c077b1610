// SPDX-License-Identifier: Apache-2.0
// What a device can do. The forward pass (encoder, quantizer, decoder) is written once over Ops: CpuOps computes each
// op at once, VulkanOps records it into a plan. An op leaves operands that somebody else still holds as they are; those
// that are handed over for good (moved) it may overwrite or free as it goes.
#pragma once

#include "core/model/layers.h"
#include "core/tensor.h"

#include <memory>
#include <string_view>

namespace tessera::core {

/// What a device keeps for a Value; the device's memory is free again when the last copy of the Value dies.
struct Storage {
    virtual ~Storage() = default;
};

/// A feature map on a device: a shape and a share of its storage. Cheap to copy.
struct Value {
    Shape shape;
    std::shared_ptr<Storage> storage;
};

class Ops {
public:
    virtual ~Ops() = default;

    /// Cross-correlation with bias, sampled as conv.sampling says (layers.h), plus `residual` where given
    /// (same shape as the result; empty for none). x (N, in, H, W) -> (N, out, H', W').
    virtual Value conv2d(Value x, const Conv& conv, Value residual = {}) = 0;

    /// Group norm, or spatial norm where `norm.isSpatial()`, then `activation`. `zq` is the quantized latents
    /// (N, E, h0, w0) that spatial norms are conditioned on; group norms ignore it.
    virtual Value norm(Value x, const Norm& norm, Activation activation, const Value& zq) = 0;

    /// x + to_out(softmax(q kT / sqrt(C)) v) over all H*W tokens, one head; q, k, v are linear in `normed`.
    virtual Value attention(Value x, Value normed, const Attention& attention) = 0;

    /// For each latent (N, E, h, w) the row of the codebook (K, E) at the smallest Euclidean distance; the lowest
    /// index wins ties, and code 0 where every distance is NaN. Returns codes as (N, 1, h, w).
    virtual Value nearestCode(const Value& latents, const Weight& codebook) = 0;

    /// Rows of the codebook as (N, E, h, w), from codes (N, 1, h, w).
    virtual Value lookup(const Value& codes, const Weight& codebook) = 0;

    /// Told of each module's output by the reference's module path, for tests and profiles.
    virtual void tap(std::string_view /*path*/, const Value& /*value*/) {}
};

} // namespace tessera::core
