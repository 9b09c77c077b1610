// SPDX-License-Identifier: Apache-2.0
#include "core/model/config_rules.h"

#include "core/error.h"
#include "core/text.h"

#include <string>

namespace tessera::core {

namespace {

void checkDivisible(const Config& config, std::int64_t groups, const std::string& why)
{
    for (std::size_t i = 0; i < config.blockOutChannels.size(); ++i)
        if (const std::int64_t channels = config.blockOutChannels[i]; channels % groups != 0)
            throw FormatError("block_out_channels[" + std::to_string(i) + "] is " + std::to_string(channels)
                              + "; expected a multiple of " + std::to_string(groups) + " (" + why + ")");
}

/// Numbers in the weights of one coder's parts; norms as the coder has them.
class Counter {
public:
    Counter(const Config& config, NormKind norms) : m_config(config), m_norms(norms) {}

    static std::int64_t conv(std::int64_t in, std::int64_t out, std::int64_t kernel)
    {
        return out * (in * kernel * kernel + 1);
    }

    std::int64_t norm(std::int64_t channels) const
    {
        const std::int64_t group = 2 * channels;
        return m_norms == NormKind::group ? group : group + 2 * conv(m_config.latentChannels, channels, 1);
    }

    std::int64_t resnet(std::int64_t in, std::int64_t out) const
    {
        return norm(in) + conv(in, out, 3) + norm(out) + conv(out, out, 3) + (in == out ? 0 : conv(in, out, 1));
    }

    std::int64_t attention(std::int64_t channels) const { return norm(channels) + 4 * conv(channels, channels, 1); }

    std::int64_t mid(std::int64_t channels) const
    {
        return 2 * resnet(channels, channels) + (m_config.midBlockAttention ? attention(channels) : 0);
    }

    std::int64_t level(BlockKind kind, std::int64_t in, std::int64_t out, std::int64_t resnets, bool last) const
    {
        const std::int64_t attentions = kind == BlockKind::attention ? resnets : 0;
        return resnet(in, out) + (resnets - 1) * resnet(out, out) + attentions * attention(out)
            + (last ? 0 : conv(out, out, 3));
    }

private:
    const Config& m_config;
    NormKind m_norms;
};

} // namespace

std::int64_t parameterCount(const Config& config)
{
    // With the limits above no term exceeds 2^37 and there are fewer than 2^13, so 64 bits are plenty.
    const std::vector<std::int64_t>& channels = config.blockOutChannels;
    const std::size_t levels = channels.size();
    const Counter encoder(config, NormKind::group), decoder(config, config.normKind);
    const std::int64_t first = channels.front(), last = channels.back();

    std::int64_t count = Counter::conv(config.inChannels, first, 3) + encoder.mid(last) + encoder.norm(last)
        + Counter::conv(last, config.latentChannels, 3);
    count += Counter::conv(config.latentChannels, config.embedDim, 1)
        + Counter::conv(config.embedDim, config.latentChannels, 1) + config.codes * config.embedDim;
    count += Counter::conv(config.latentChannels, last, 3) + decoder.mid(last) + decoder.norm(first)
        + Counter::conv(first, config.outChannels, 3);
    for (std::size_t i = 0; i < levels; ++i) {
        const std::size_t mirrored = levels - 1 - i; // the decoder walks the channels backwards
        count += encoder.level(config.downBlocks[i], channels[i == 0 ? 0 : i - 1], channels[i], config.layersPerBlock,
                               i + 1 == levels);
        count += decoder.level(config.upBlocks[i], channels[i == 0 ? mirrored : mirrored + 1], channels[mirrored],
                               config.layersPerBlock + 1, i + 1 == levels);
    }
    return count;
}

void checkRules(const Config& config)
{
    const std::size_t levels = config.blockOutChannels.size();
    if (config.downBlocks.size() != levels || config.upBlocks.size() != levels)
        throw FormatError("block_out_channels has " + std::to_string(levels) + " entries, down_block_types "
                          + std::to_string(config.downBlocks.size()) + " and up_block_types "
                          + std::to_string(config.upBlocks.size()) + "; expected three equal lengths");
    checkDivisible(config, config.normGroups, "norm_num_groups");
    if (config.normKind == NormKind::spatial) {
        checkDivisible(config, 32, R"(norm_type "spatial" always has 32 groups)");
        if (config.embedDim != config.latentChannels)
            throw FormatError("vq_embed_dim is " + std::to_string(config.embedDim) + " and latent_channels "
                              + std::to_string(config.latentChannels)
                              + R"(; expected the same number, as norm_type is "spatial")");
    }
    if (const std::int64_t count = parameterCount(config); count > kMostParameters)
        throw FormatError("calls for weights of " + grouped(static_cast<std::uint64_t>(count))
                          + " numbers; expected at most " + grouped(kMostParameters));
}

} // namespace tessera::core
