// SPDX-License-Identifier: Apache-2.0
// config.json of a diffusers VQModel: every parameter of the constructor in v0.23 and the three newer ones.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::core {

enum class Activation { none, silu, mish, gelu, relu };

/// One level of the encoder or the decoder: resnets, with or without an attention after each.
enum class BlockKind { plain, attention };

enum class NormKind { group, spatial };

/// Plain values; complete and checked once parseConfig has returned it. Defaults are those of the reference.
struct Config {
    std::int64_t inChannels = 3;
    std::int64_t outChannels = 3;
    std::vector<BlockKind> downBlocks{BlockKind::plain}; ///< full size first
    std::vector<BlockKind> upBlocks{BlockKind::plain};   ///< latent size first
    std::vector<std::int64_t> blockOutChannels{64};      ///< full size first
    std::int64_t layersPerBlock = 1;                     ///< L: the decoder has L + 1 resnets a level
    Activation activation = Activation::silu;
    std::int64_t latentChannels = 3; ///< Z
    std::int64_t sampleSize = 32;    ///< information only
    std::int64_t codes = 256;        ///< K, num_vq_embeddings
    std::int64_t normGroups = 32;
    std::int64_t embedDim = 3; ///< E, vq_embed_dim (Z where the file has null or nothing)
    double scalingFactor = 0.18215; ///< information only: nothing here applies it
    NormKind normKind = NormKind::group;
    bool midBlockAttention = true;
    bool lookupFromCodebook = false;
    bool forceUpcast = false;

    std::string diffusersVersion;         ///< "_diffusers_version", may be empty
    std::vector<std::string> unknownKeys; ///< listed and ignored, sorted

    std::int64_t levels() const { return static_cast<std::int64_t>(blockOutChannels.size()); }
    /// f: pixels of a side that one cell stands for.
    std::int64_t factor() const { return std::int64_t{1} << (levels() - 1); }
};

/// Parses and checks the text of a config.json; `name` is the file's name for messages.
/// Throws FormatError naming the key, the value found and what was expected.
Config parseConfig(std::string_view text, const std::string& name);

/// Numbers in all weights together. Cannot overflow for a checked config.
std::int64_t parameterCount(const Config& config);

/// What a config.json is for, told by its class or its keys.
enum class ConfigKind {
    vqModel,
    otherClass, ///< of diffusers or transformers, or one that cannot be told from those
    unrelated, ///< an object that says no class and has none of VQModel's keys
    unreadable,
};

/// Never throws.
ConfigKind kindOfConfig(const std::filesystem::path& file);

/// Reads at most 1 MiB, then parseConfig.
Config readConfig(const std::filesystem::path& file);

} // namespace tessera::core
