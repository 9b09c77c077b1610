// SPDX-License-Identifier: Apache-2.0
#include "core/model/config_json.h"

#include <nlohmann/json.hpp>

namespace tessera::core {

namespace {

const char* activationName(Activation activation)
{
    switch (activation) {
    case Activation::silu: return "silu";
    case Activation::mish: return "mish";
    case Activation::gelu: return "gelu";
    case Activation::relu: return "relu";
    case Activation::none: break;
    }
    return "none";
}

nlohmann::ordered_json blockNames(const std::vector<BlockKind>& blocks, const char* plain, const char* attention)
{
    nlohmann::ordered_json names = nlohmann::ordered_json::array();
    for (const BlockKind kind : blocks)
        names.push_back(kind == BlockKind::plain ? plain : attention);
    return names;
}

} // namespace

nlohmann::ordered_json configToJson(const Config& config)
{
    nlohmann::ordered_json json;
    json["_diffusers_version"] = config.diffusersVersion;
    json["in_channels"] = config.inChannels;
    json["out_channels"] = config.outChannels;
    json["down_block_types"] = blockNames(config.downBlocks, "DownEncoderBlock2D", "AttnDownEncoderBlock2D");
    json["up_block_types"] = blockNames(config.upBlocks, "UpDecoderBlock2D", "AttnUpDecoderBlock2D");
    json["block_out_channels"] = config.blockOutChannels;
    json["layers_per_block"] = config.layersPerBlock;
    json["act_fn"] = activationName(config.activation);
    json["latent_channels"] = config.latentChannels;
    json["sample_size"] = config.sampleSize;
    json["num_vq_embeddings"] = config.codes;
    json["norm_num_groups"] = config.normGroups;
    json["vq_embed_dim"] = config.embedDim;
    json["scaling_factor"] = config.scalingFactor;
    json["norm_type"] = config.normKind == NormKind::group ? "group" : "spatial";
    json["mid_block_add_attention"] = config.midBlockAttention;
    json["lookup_from_codebook"] = config.lookupFromCodebook;
    json["force_upcast"] = config.forceUpcast;
    return json;
}

} // namespace tessera::core
