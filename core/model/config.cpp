// SPDX-License-Identifier: Apache-2.0
#include "core/model/config.h"

#include "core/advice.h"
#include "core/error.h"
#include "core/files/bounded_file.h"
#include "core/files/json_strict.h"
#include "core/model/config_rules.h"
#include "core/model/config_values.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

namespace tessera::core {

namespace {

constexpr std::string_view kFetch = "fetch the file once more, or choose another model";

using Json = nlohmann::json;

/// VQModel's keys.
struct CountKey {
    std::string_view key;
    std::int64_t Config::*value;
    std::int64_t most;
};
struct TruthKey {
    std::string_view key;
    bool Config::*value;
};
struct OtherKey {
    std::string_view key;
    void (*read)(const std::string& key, const Json& value, Config& config);
};

constexpr std::array kCounts{
    CountKey{"in_channels", &Config::inChannels, kMostChannels},
    CountKey{"out_channels", &Config::outChannels, kMostChannels},
    CountKey{"layers_per_block", &Config::layersPerBlock, kMostLayers},
    CountKey{"latent_channels", &Config::latentChannels, kMostChannels},
    CountKey{"num_vq_embeddings", &Config::codes, kMostChannels},
    CountKey{"norm_num_groups", &Config::normGroups, kMostChannels},
};
constexpr std::array kTruths{
    TruthKey{"mid_block_add_attention", &Config::midBlockAttention},
    TruthKey{"lookup_from_codebook", &Config::lookupFromCodebook},
    TruthKey{"force_upcast", &Config::forceUpcast},
};
constexpr std::array kOthers{
    OtherKey{"down_block_types", [](const auto& key, const auto& value, Config& config) {
                 config.downBlocks = blockList(key, value, "DownEncoderBlock2D");
             }},
    OtherKey{"up_block_types", [](const auto& key, const auto& value, Config& config) {
                 config.upBlocks = blockList(key, value, "UpDecoderBlock2D");
             }},
    OtherKey{"block_out_channels", [](const auto& key, const auto& value, Config& config) {
                 config.blockOutChannels = channelList(key, value);
             }},
    OtherKey{"vq_embed_dim", [](const auto& key, const auto& value, Config& config) {
                 config.embedDim = value.is_null() ? 0 : wholeNumber(key, value, kMostChannels);
             }},
    OtherKey{"sample_size", [](const auto&, const auto& value, Config& config) {
                 config.sampleSize = sampleSizeFrom(value, config.sampleSize);
             }},
    OtherKey{"act_fn", [](const auto&, const auto& value, Config& config) { config.activation = activationFrom(value); }},
    OtherKey{"norm_type", [](const auto&, const auto& value, Config& config) { config.normKind = normFrom(value); }},
    OtherKey{"scaling_factor", [](const auto&, const auto& value, Config& config) {
                 config.scalingFactor = scaleFrom(value);
             }},
};

template <class Keys>
const typename Keys::value_type* find(const Keys& keys, std::string_view key)
{
    const auto found = std::ranges::find(keys, key, &Keys::value_type::key);
    return found == keys.end() ? nullptr : &*found;
}

bool isKnown(std::string_view key) { return find(kCounts, key) || find(kTruths, key) || find(kOthers, key); }

void readKey(const std::string& key, const Json& value, Config& config)
{
    if (const CountKey* count = find(kCounts, key))
        config.*count->value = wholeNumber(key, value, count->most);
    else if (const TruthKey* truth = find(kTruths, key))
        config.*truth->value = truthFrom(key, value);
    else if (const OtherKey* other = find(kOthers, key))
        other->read(key, value, config);
    else if (key == "_diffusers_version" && value.is_string())
        config.diffusersVersion = printable(value.get_ref<const std::string&>());
    else if (!key.starts_with('_'))
        config.unknownKeys.push_back(printable(key));
}

constexpr const char* kClass = "_class_name";
/// By which transformers and those who follow it name a model's class; the plainer first.
constexpr std::array kOtherClasses{"architectures", "model_type"};

/// First of all: in another class's config every other complaint would only confuse.
void checkClass(const Json& root)
{
    if (const auto name = root.find(kClass); name != root.end()) {
        if (!isText(*name, "VQModel"))
            refuseValue(kClass, *name, "\"VQModel\" (other classes of models are not supported)");
        return;
    }
    for (const char* key : kOtherClasses)
        if (const auto name = root.find(key); name != root.end())
            refuseValue(key, *name, "\"_class_name\": \"VQModel\", as diffusers writes it (models of transformers are not "
                                    "supported)");
}

bool isUnrelated(const Json& root)
{
    bool any = false;
    for (const auto& [key, value] : root.items()) {
        if (key == kClass || isKnown(key) || std::ranges::find(kOtherClasses, key) != kOtherClasses.end())
            return false;
        any = any || !key.starts_with('_');
    }
    return any; // an empty one stands for VQModel's defaults
}

JsonTree objectFrom(std::string_view text)
{
    if (text.empty())
        throw FormatError("the file is empty; expected a JSON object");
    const std::string_view head = text.substr(0, 512);
    const std::string kind = looksLike(std::as_bytes(std::span(head)));
    if (!kind.empty() && kind != "plain text")
        throw FormatError("the file is " + kind + "; expected a JSON object");
    JsonTree root = parseJson(text, {.depth = 32, .byteOrderMark = true});
    if (!root->is_object())
        throw FormatError("the file holds " + toMessage(*root) + "; expected a JSON object");
    return root;
}

Config configFrom(const Json& root)
{
    Config config;
    config.embedDim = 0;
    checkClass(root);
    for (const auto& [key, value] : root.items())
        readKey(key, value, config);
    if (isUnrelated(root))
        throw FormatError("has none of VQModel's keys but " + listed(config.unknownKeys)
                          + "; expected \"_class_name\": \"VQModel\", as diffusers writes it");
    if (config.embedDim == 0)
        config.embedDim = config.latentChannels;
    checkRules(config);
    std::sort(config.unknownKeys.begin(), config.unknownKeys.end());
    return config;
}

constexpr std::uint64_t kMostBytes = 1 << 20;

} // namespace

Config parseConfig(std::string_view text, const std::string& name)
{
    return withContext(name, [&] {
        const JsonTree root = withAdvice(kFetch, [&] { return objectFrom(text); });
        return withAdvice("choose another model", [&] { return configFrom(*root); });
    });
}

ConfigKind kindOfConfig(const std::filesystem::path& file)
{
    try {
        const std::vector<std::byte> bytes = readFile(file, kMostBytes);
        const JsonTree tree = objectFrom({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        const Json& root = *tree;
        if (const auto name = root.find(kClass); name != root.end())
            return isText(*name, "VQModel") ? ConfigKind::vqModel : ConfigKind::otherClass;
        if (isUnrelated(root))
            return ConfigKind::unrelated;
        // Other classes of diffusers have most of the keys, too.
        return root.contains("num_vq_embeddings") ? ConfigKind::vqModel : ConfigKind::otherClass;
    } catch (const std::exception&) {
        return ConfigKind::unreadable;
    }
}

Config readConfig(const std::filesystem::path& file)
{
    const std::vector<std::byte> bytes = withAdvice(kFetch, [&] { return readFile(file, kMostBytes); });
    return parseConfig({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, nameOf(file));
}

} // namespace tessera::core
