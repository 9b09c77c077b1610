// SPDX-License-Identifier: Apache-2.0
// The building blocks of the forward pass, over any device's Ops. Blocks are written so that names die early, by
// moving into the op that reads them last: a device tensor's memory is free again when its last Value is gone.
#pragma once

#include "core/model/layers.h"
#include "core/model/ops.h"

namespace tessera::core {

/// What a whole walk shares: the device, the activation, and the latents that spatial norms look at.
struct Walk {
    Ops& ops;
    Activation activation;
    Value zq{}; ///< empty in encoders

    Value resnet(Value x, const Resnet& resnet);
    Value attention(Value x, const Attention& attention);
    Value level(Value x, const Level& level);
    Value midBlock(Value x, const MidBlock& mid);
    /// The last norm, always with SiLU whatever the model's activation is, and the last convolution.
    Value head(Value x, const Coder& coder);
    Value conv(Value x, const Conv& conv, const std::string& path);
};

} // namespace tessera::core
