// SPDX-License-Identifier: Apache-2.0
// The decoder: what it is made of, and how latents walk through it.
#include "core/model/blocks.h"
#include "core/model/vq_model.h"

#include <algorithm>

namespace tessera::core {

Coder makeDecoder(const Config& config, Weights& weights)
{
    LayerBuilder build(config, weights, config.normKind);
    std::vector<std::int64_t> channels = config.blockOutChannels;
    std::ranges::reverse(channels);
    Coder coder;
    coder.path = "decoder";
    coder.convIn = build.conv("decoder.conv_in", config.latentChannels, channels.front(), 3);
    coder.mid = build.midBlock("decoder.mid_block", channels.front());
    for (std::size_t i = 0; i < channels.size(); ++i) {
        const std::string path = "decoder.up_blocks." + std::to_string(i);
        coder.levels.push_back(build.level(path, config.upBlocks[i], channels[i == 0 ? 0 : i - 1], channels[i],
                                           config.layersPerBlock + 1));
        if (i + 1 < channels.size())
            coder.levels.back().resample
                = build.conv(path + ".upsamplers.0.conv", channels[i], channels[i], 3, Sampling::up);
    }
    coder.normOut = build.norm("decoder.conv_norm_out", channels.back());
    coder.convOut = build.conv("decoder.conv_out", channels.back(), config.outChannels, 3);
    return coder;
}

Value decode(Ops& ops, const VqModel& model, const Value& latents)
{
    const Coder& decoder = model.decoder();
    // Spatial norms look at the latents as they were before post_quant_conv.
    Walk walk{ops, model.activation(), decoder.normOut.isSpatial() ? latents : Value{}};
    Value x = walk.conv(latents, model.postQuantConv(), "post_quant_conv");
    x = walk.conv(std::move(x), decoder.convIn, "decoder.conv_in");
    x = walk.midBlock(std::move(x), decoder.mid);
    for (const Level& level : decoder.levels)
        x = walk.level(std::move(x), level);
    return walk.head(std::move(x), decoder);
}

} // namespace tessera::core
