// SPDX-License-Identifier: Apache-2.0
// The names of the code that VQModel was ported from (taming-transformers, latent-diffusion), and MoVQ's: the same
// network under other names. Its decoder counts levels from full size, and its attentions are 1x1 convolutions.
#pragma once

#include "core/model/weights.h"

#include <memory>
#include <string>
#include <string_view>

namespace tessera::core {

/// "encoder.mid.block_1.norm1.weight" as "encoder.mid_block.resnets.0.norm1.weight"; `levels` turns the decoder's count
/// round. Other names as they are.
std::string currentNameOf(std::string_view original, std::int64_t levels);

/// The other way: the name of the original code for one of diffusers.
std::string originalNameOf(std::string_view current, std::int64_t levels);

/// The source as it is when its names are diffusers'; otherwise one that shows it under diffusers' names. Where the
/// model is a part of something larger ("first_stage_model." of a latent diffusion, "module." of a wrapper), only that
/// part is shown.
std::unique_ptr<WeightSource> underCurrentNames(std::unique_ptr<WeightSource> source);

} // namespace tessera::core
