// SPDX-License-Identifier: Apache-2.0
#include "core/model/trainer_settings.h"

#include "core/error.h"
#include "core/files/bounded_file.h"
#include "core/text.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <yaml-cpp/yaml.h>

namespace tessera::core {

namespace {

constexpr std::uint64_t kMostBytes = 1 << 20;
constexpr int kMostDepth = 64;

/// yaml-cpp descends by calling itself; brackets are how a small file gets deep.
bool isDeep(std::string_view text)
{
    int depth = 0, deepest = 0;
    std::size_t indent = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
        deepest = std::max(deepest, depth);
        if (c == '\n') {
            const std::size_t word = text.find_first_not_of(" -?", i + 1);
            indent = std::max(indent, word == text.npos ? 0 : word - i);
        }
    }
    return deepest > kMostDepth || indent > std::size_t{8} * kMostDepth;
}

/// The member of a map, or no node at all; never makes one.
YAML::Node member(const YAML::Node& node, const char* key)
{
    return node.IsDefined() && node.IsMap() ? node[key] : YAML::Node(YAML::NodeType::Undefined);
}

void addNumber(const YAML::Node& node, const char* key, TrainerSettings& settings)
{
    std::int64_t value = 0;
    if (const YAML::Node found = member(node, key);
        found.IsDefined() && YAML::convert<std::int64_t>::decode(found, value))
        settings.numbers.push_back({key, value});
}

void parse(const std::string& text, TrainerSettings& settings)
{
    const YAML::Node root = YAML::Load(text);
    YAML::Node model = member(root, "model");
    // A latent-diffusion model has the first stage within it.
    if (const YAML::Node stage = member(member(model, "params"), "first_stage_config"); stage.IsDefined())
        model.reset(stage);
    if (const YAML::Node target = member(model, "target"); target.IsDefined() && target.IsScalar())
        settings.target = printable(target.Scalar());
    const YAML::Node params = member(model, "params"), network = member(params, "ddconfig");
    for (const char* key : {"n_embed", "embed_dim"})
        addNumber(params, key, settings);
    for (const char* key : {"z_channels", "in_channels", "out_ch", "num_res_blocks"})
        addNumber(network, key, settings);
}

} // namespace

TrainerSettings readTrainerSettings(const std::filesystem::path& file)
{
    TrainerSettings settings;
    try {
        const std::vector<std::byte> bytes = readFile(file, kMostBytes);
        const std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        if (isDeep(text))
            settings.problem = "nested deeper than " + std::to_string(kMostDepth) + " levels";
        else
            parse(text, settings);
    } catch (const YAML::Exception& error) {
        settings.problem = printable(error.what());
    } catch (const Error& error) {
        settings.problem = error.what();
    }
    return settings;
}

std::vector<std::string> differences(const TrainerSettings& settings, const Config& config)
{
    const std::map<std::string, std::int64_t> real{
        {"n_embed", config.codes},          {"embed_dim", config.embedDim}, {"z_channels", config.latentChannels},
        {"in_channels", config.inChannels}, {"out_ch", config.outChannels}, {"num_res_blocks", config.layersPerBlock},
    };
    std::vector<std::string> all;
    for (const TrainerSettings::Number& number : settings.numbers)
        if (const auto found = real.find(number.key); found != real.end() && found->second != number.value)
            all.push_back(number.key + " is " + std::to_string(number.value) + " there; the tensors have "
                          + std::to_string(found->second));
    return all;
}

} // namespace tessera::core
