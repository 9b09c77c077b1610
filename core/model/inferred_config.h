// SPDX-License-Identifier: Apache-2.0
// What tensors tell about the model that they belong to, where no config.json does.
#pragma once

#include "core/model/config.h"
#include "core/model/weights.h"

#include <string>

namespace tessera::core {

/// The configuration that tensors under diffusers' names and of these shapes call for. What shapes cannot tell is what
/// the original code always has: 32 groups a norm, SiLU. Throws FormatError where tensors are missing or channels are
/// no multiple of 32.
Config inferConfig(const WeightSource& source);

/// What model with another kind of codebook, or other parts around one, the tensors are of: "a PaellaVQModel"; empty where
/// none is seen.
std::string otherCodebook(const std::vector<WeightSource::Entry>& entries);

/// What model tensors without "quantize.embedding.weight" probably belong to: "an AutoencoderKL ..."; empty where
/// nothing is known.
std::string otherModel(const std::vector<WeightSource::Entry>& entries);

} // namespace tessera::core
