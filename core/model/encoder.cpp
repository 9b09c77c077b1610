// SPDX-License-Identifier: Apache-2.0
// The encoder: what it is made of, and how a picture walks through it.
#include "core/model/blocks.h"
#include "core/model/vq_model.h"

namespace tessera::core {

Coder makeEncoder(const Config& config, Weights& weights)
{
    LayerBuilder build(config, weights, NormKind::group);
    const auto& channels = config.blockOutChannels;
    Coder coder;
    coder.path = "encoder";
    coder.convIn = build.conv("encoder.conv_in", config.inChannels, channels.front(), 3);
    for (std::size_t i = 0; i < channels.size(); ++i) {
        const std::string path = "encoder.down_blocks." + std::to_string(i);
        coder.levels.push_back(
            build.level(path, config.downBlocks[i], channels[i == 0 ? 0 : i - 1], channels[i], config.layersPerBlock));
        if (i + 1 < channels.size())
            coder.levels.back().resample
                = build.conv(path + ".downsamplers.0.conv", channels[i], channels[i], 3, Sampling::down);
    }
    coder.mid = build.midBlock("encoder.mid_block", channels.back());
    coder.normOut = build.norm("encoder.conv_norm_out", channels.back());
    coder.convOut = build.conv("encoder.conv_out", channels.back(), config.latentChannels, 3);
    return coder;
}

Value encode(Ops& ops, const VqModel& model, const Value& pictures)
{
    const Coder& encoder = model.encoder();
    Walk walk{ops, model.activation()};
    Value x = walk.conv(pictures, encoder.convIn, "encoder.conv_in");
    for (const Level& level : encoder.levels)
        x = walk.level(std::move(x), level);
    x = walk.midBlock(std::move(x), encoder.mid);
    x = walk.head(std::move(x), encoder);
    return walk.conv(std::move(x), model.quantConv(), "quant_conv");
}

} // namespace tessera::core
