// SPDX-License-Identifier: Apache-2.0
// A small made-up model as taming-transformers makes them: its shapes alone tell its configuration.
#pragma once

#include "core/model/layers.h"
#include "tests/support/model_copies.h"

#include <memory>

namespace tessera::tests {

inline std::string safetensorsOf(const std::vector<PlainTensor>& tensors)
{
    std::vector<TensorBytes> all;
    for (const PlainTensor& tensor : tensors)
        all.push_back({tensor.name, "F32", core::shapeToString(tensor.shape), floatBytes(tensor.values)});
    return safetensors(all);
}

/// A source that only knows names and shapes, and lets a model ask for them.
class AskedNames final : public core::WeightSource {
public:
    const std::vector<Entry>& entries() const override { return m_none; }
    std::vector<float> read(std::size_t) const override { return {}; }

private:
    std::vector<Entry> m_none;
};

/// Random tensors of the shapes that a configuration calls for.
inline std::vector<PlainTensor> randomTensors(const core::Config& config)
{
    core::Weights weights(std::make_unique<AskedNames>());
    core::makeEncoder(config, weights);
    core::makeDecoder(config, weights);
    core::LayerBuilder build(config, weights, core::NormKind::group);
    build.conv("quant_conv", config.latentChannels, config.embedDim, 1);
    build.conv("post_quant_conv", config.embedDim, config.latentChannels, 1);
    weights.take("quantize.embedding.weight", {config.codes, config.embedDim});
    std::vector<PlainTensor> tensors;
    std::uint32_t state = 7;
    for (const core::Weight* weight : weights.all()) {
        std::int64_t count = 1;
        for (const std::int64_t side : weight->shape)
            count *= side;
        PlainTensor tensor{weight->name, weight->shape, {}};
        for (std::int64_t i = 0; i < count; ++i) {
            state = state * 1664525U + 1013904223U;
            tensor.values.push_back((static_cast<float>(state >> 8U) / 16777216.0F - 0.5F) * 0.2F);
        }
        tensors.push_back(std::move(tensor));
    }
    return tensors;
}

/// As taming-transformers makes them: 32 groups, attention at the lowest level and in the middle.
inline core::Config tamingConfig()
{
    core::Config config;
    config.blockOutChannels = {32, 64};
    config.downBlocks = {core::BlockKind::plain, core::BlockKind::attention};
    config.upBlocks = {core::BlockKind::attention, core::BlockKind::plain};
    config.layersPerBlock = 2;
    config.latentChannels = 5;
    config.embedDim = 4;
    config.codes = 19;
    config.normGroups = 32;
    return config;
}

} // namespace tessera::tests
