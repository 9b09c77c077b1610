// SPDX-License-Identifier: Apache-2.0
#include "core/model/layers.h"

namespace tessera::core {

Shape Conv::resultShape(const Shape& x) const
{
    Shape result{x.n, outChannels(), x.h, x.w};
    if (sampling == Sampling::down) {
        result.h = x.h / 2;
        result.w = x.w / 2;
    } else if (sampling == Sampling::up) {
        result.h = x.h * 2;
        result.w = x.w * 2;
    }
    return result;
}

Conv LayerBuilder::conv(const std::string& path, std::int64_t in, std::int64_t out, std::int64_t kernel,
                        Sampling sampling)
{
    return {m_weights.take(path + ".weight", {out, in, kernel, kernel}), m_weights.take(path + ".bias", {out}),
            sampling};
}

Conv LayerBuilder::linear(const std::string& path, std::int64_t channels)
{
    return {m_weights.take(path + ".weight", {channels, channels}), m_weights.take(path + ".bias", {channels})};
}

Norm LayerBuilder::groupNorm(const std::string& path, std::int64_t channels)
{
    return {m_config.normGroups, m_weights.take(path + ".weight", {channels}),
            m_weights.take(path + ".bias", {channels}), {}, {}, path};
}

Norm LayerBuilder::norm(const std::string& path, std::int64_t channels)
{
    if (m_normKind == NormKind::group)
        return groupNorm(path, channels);
    // SpatialNorm always has 32 groups, whatever norm_num_groups says.
    return {32, m_weights.take(path + ".norm_layer.weight", {channels}),
            m_weights.take(path + ".norm_layer.bias", {channels}),
            conv(path + ".conv_y", m_config.latentChannels, channels, 1),
            conv(path + ".conv_b", m_config.latentChannels, channels, 1), path};
}

Resnet LayerBuilder::resnet(const std::string& path, std::int64_t in, std::int64_t out)
{
    Resnet resnet{norm(path + ".norm1", in), conv(path + ".conv1", in, out, 3), norm(path + ".norm2", out),
                  conv(path + ".conv2", out, out, 3), {}, path};
    if (in != out)
        resnet.shortcut = conv(path + ".conv_shortcut", in, out, 1);
    return resnet;
}

Attention LayerBuilder::attention(const std::string& path, std::int64_t channels)
{
    return {m_normKind == NormKind::spatial ? norm(path + ".spatial_norm", channels)
                                            : groupNorm(path + ".group_norm", channels),
            linear(path + ".to_q", channels), linear(path + ".to_k", channels), linear(path + ".to_v", channels),
            linear(path + ".to_out.0", channels), path};
}

MidBlock LayerBuilder::midBlock(const std::string& path, std::int64_t channels)
{
    MidBlock mid{resnet(path + ".resnets.0", channels, channels), {}, resnet(path + ".resnets.1", channels, channels),
                 path};
    if (m_config.midBlockAttention)
        mid.attention = attention(path + ".attentions.0", channels);
    return mid;
}

Level LayerBuilder::level(const std::string& path, BlockKind kind, std::int64_t in, std::int64_t out,
                          std::int64_t resnets)
{
    Level level;
    level.path = path;
    for (std::int64_t j = 0; j < resnets; ++j) {
        level.resnets.push_back(resnet(path + ".resnets." + std::to_string(j), j == 0 ? in : out, out));
        if (kind == BlockKind::attention)
            level.attentions.push_back(attention(path + ".attentions." + std::to_string(j), out));
    }
    return level;
}

} // namespace tessera::core
