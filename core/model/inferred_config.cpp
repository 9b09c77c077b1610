// SPDX-License-Identifier: Apache-2.0
#include "core/model/inferred_config.h"

#include "core/error.h"
#include "core/model/config_rules.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <string_view>

namespace tessera::core {

namespace {

class Shapes {
public:
    explicit Shapes(const WeightSource& source)
        : m_source(source)
    {
        for (const WeightSource::Entry& entry : source.entries())
            m_shapes.try_emplace(entry.name, &entry.shape);
    }

    bool has(const std::string& name) const { return m_shapes.contains(name); }

    /// A dimension of a tensor that must be there.
    std::int64_t side(const std::string& name, std::size_t dimension, std::size_t dimensions) const
    {
        const auto found = m_shapes.find(name);
        if (found == m_shapes.end())
            throw FormatError("tensor " + inQuotes(m_source.nameInFile(name))
                              + " is missing, so the model's configuration cannot be told; fetch the file once more, "
                                "or put its config.json beside the weights");
        const std::vector<std::int64_t>& shape = *found->second;
        if (shape.size() != dimensions || shape[dimension] < 1 || shape[dimension] > kMostChannels)
            throw FormatError("tensor " + inQuotes(m_source.nameInFile(name)) + " has shape " + shapeToString(shape)
                              + "; expected " + std::to_string(dimensions) + " sides of 1 to " + grouped(kMostChannels)
                              + ": choose another model");
        return shape[dimension];
    }

private:
    const WeightSource& m_source;
    std::map<std::string, const std::vector<std::int64_t>*> m_shapes;
};

std::string down(std::size_t level, std::int64_t resnet)
{
    return "encoder.down_blocks." + std::to_string(level) + ".resnets." + std::to_string(resnet) + ".conv1.weight";
}

BlockKind kindOf(const Shapes& shapes, const std::string& level)
{
    const bool hasAttention =
        shapes.has(level + ".attentions.0.to_q.weight") || shapes.has(level + ".attentions.0.query.weight");
    return hasAttention ? BlockKind::attention : BlockKind::plain;
}

/// A name that tells a model.
struct Sign {
    std::string_view part; ///< of a name
    std::string_view model;
};

std::string firstSign(std::span<const Sign> signs, const std::vector<WeightSource::Entry>& entries)
{
    for (const Sign& sign : signs)
        if (std::ranges::any_of(entries, [&](const WeightSource::Entry& entry) {
                return entry.name.find(sign.part) != entry.name.npos;
            }))
            return std::string(sign.model);
    return {};
}

/// An AutoencoderKL's encoder gives a mean and a spread for each channel that its decoder takes.
bool isAutoencoderKl(const std::vector<WeightSource::Entry>& entries)
{
    const auto channels = [&](std::string_view name, std::size_t dimension) -> std::int64_t {
        const auto found = std::ranges::find(entries, name, &WeightSource::Entry::name);
        return found != entries.end() && found->shape.size() == 4 ? found->shape[dimension] : 0;
    };
    const auto isTwice = [](std::int64_t many, std::int64_t few) {
        return few > 0 && many / 2 == few && many % 2 == 0;
    };
    return std::ranges::none_of(entries, [](const auto& entry) { return entry.name.starts_with("quantize"); })
        && (isTwice(channels("encoder.conv_out.weight", 0), channels("decoder.conv_in.weight", 1))
            || isTwice(channels("quant_conv.weight", 0), channels("post_quant_conv.weight", 1)));
}

} // namespace

Config inferConfig(const WeightSource& source)
{
    return withContext(source.name(), [&] {
        const Shapes shapes(source);
        Config config;
        config.codes = shapes.side("quantize.embedding.weight", 0, 2);
        config.embedDim = shapes.side("quantize.embedding.weight", 1, 2);
        config.latentChannels = shapes.side("encoder.conv_out.weight", 0, 4);
        config.inChannels = shapes.side("encoder.conv_in.weight", 1, 4);
        config.outChannels = shapes.side("decoder.conv_out.weight", 0, 4);
        config.blockOutChannels.clear();
        config.downBlocks.clear();
        config.upBlocks.clear();
        for (std::size_t i = 0; i == 0 || (i < kMostLevels && shapes.has(down(i, 0))); ++i) {
            config.blockOutChannels.push_back(shapes.side(down(i, 0), 0, 4));
            config.downBlocks.push_back(kindOf(shapes, "encoder.down_blocks." + std::to_string(i)));
            config.upBlocks.push_back(kindOf(shapes, "decoder.up_blocks." + std::to_string(i)));
        }
        config.layersPerBlock = 1;
        while (config.layersPerBlock < kMostLayers && shapes.has(down(0, config.layersPerBlock)))
            ++config.layersPerBlock;
        config.midBlockAttention = kindOf(shapes, "encoder.mid_block") == BlockKind::attention;
        if (shapes.has("decoder.conv_norm_out.conv_y.weight"))
            config.normKind = NormKind::spatial;
        config.normGroups = 32;
        for (const std::int64_t channels : config.blockOutChannels)
            if (channels % config.normGroups != 0)
                throw FormatError("a level has " + std::to_string(channels)
                                  + " channels, which the usual 32 groups of a norm do not divide; how many it has the "
                                    "tensors cannot tell: put the model's config.json beside them");
        checkRules(config);
        return config;
    });
}

std::string otherCodebook(const std::vector<WeightSource::Entry>& entries)
{
    constexpr std::array kSigns{
        Sign{"vquantizer.codebook.weight", "a PaellaVQModel"},
        Sign{"quantize.embed.weight", "a GumbelVQ of taming-transformers, which chooses codes in another way"},
        Sign{"quantize.codebook", "a model with a codebook of another kind"},
        Sign{"quantize.quant_resi", "a VQVAE of VAR, which quantizes at several scales"},
        Sign{"encoder.conv_blocks.", "a VQ model of LlamaGen, whose blocks are built otherwise"},
        Sign{"encoder.time_", "a VQ model of videos"},
        Sign{"encoder.transformer.", "a ViT-VQGAN, whose coders are transformers"},
    };
    return firstSign(kSigns, entries);
}

std::string otherModel(const std::vector<WeightSource::Entry>& entries)
{
    constexpr std::array kSigns{
        Sign{"quantizer.", "a model with a quantizer of another kind"},
        Sign{"to_logits.", "a dVAE"},
        Sign{"transformer.", "a transformer"},
        Sign{"text_model.", "a text encoder"},
        Sign{"time_embed", "a diffusion model (UNet) without its first stage"},
    };
    if (isAutoencoderKl(entries))
        return "an AutoencoderKL, whose latents are not quantized";
    return firstSign(kSigns, entries);
}

} // namespace tessera::core
