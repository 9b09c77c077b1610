// SPDX-License-Identifier: Apache-2.0
#include "core/model/config_values.h"

#include "core/error.h"
#include "core/files/json_strict.h"
#include "core/model/config_rules.h"
#include "core/text.h"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

namespace tessera::core {

using Json = nlohmann::json;

namespace {

/// A whole number, also one written as 4.0.
std::optional<std::int64_t> wholeNumber(const Json& value)
{
    constexpr double kExact = 9007199254740992.0; // 2^53: above, a float is no longer one whole number
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t{1} << 62)
        return {};
    if (value.is_number_integer())
        return value.get<std::int64_t>();
    if (!value.is_number_float())
        return {};
    const double number = value.get<double>();
    if (std::abs(number) > kExact || number != std::trunc(number))
        return {};
    return static_cast<std::int64_t>(number);
}

void checkList(const std::string& key, const Json& list, const std::string& of)
{
    if (!list.is_array())
        refuseValue(key, list, "a list of " + of);
    if (list.empty() || list.size() > kMostLevels)
        throw FormatError(key + " has " + grouped(list.size()) + " entries; expected 1 to "
                          + std::to_string(kMostLevels));
}

} // namespace

void refuseValue(const std::string& key, const Json& found, const std::string& expected)
{
    throw FormatError(key + " is " + toMessage(found) + "; expected " + expected);
}

std::int64_t wholeNumber(const std::string& key, const Json& value, std::int64_t most)
{
    const std::optional<std::int64_t> number = wholeNumber(value);
    if (!number || *number < 1 || *number > most)
        refuseValue(key, value, "a whole number from 1 to " + std::to_string(most));
    return *number;
}

std::vector<std::int64_t> channelList(const std::string& key, const Json& list)
{
    checkList(key, list, "channel counts");
    std::vector<std::int64_t> channels;
    for (const Json& entry : list)
        channels.push_back(wholeNumber(key + "[" + std::to_string(channels.size()) + "]", entry, kMostChannels));
    return channels;
}

std::vector<BlockKind> blockList(const std::string& key, const Json& list, const std::string& plainName)
{
    constexpr std::string_view kOldPrefix = "UNetRes";
    checkList(key, list, "block names");
    const std::string attentionName = "Attn" + plainName;
    std::vector<BlockKind> blocks;
    for (const Json& entry : list) {
        std::string_view name;
        if (entry.is_string())
            name = entry.get_ref<const std::string&>();
        if (name.starts_with(kOldPrefix))
            name.remove_prefix(kOldPrefix.size());
        if (name != plainName && name != attentionName)
            refuseValue(key + "[" + std::to_string(blocks.size()) + "]", entry, plainName + " or " + attentionName);
        blocks.push_back(name == plainName ? BlockKind::plain : BlockKind::attention);
    }
    return blocks;
}

Activation activationFrom(const Json& value)
{
    constexpr std::array kNames{
        std::pair{"silu", Activation::silu}, std::pair{"swish", Activation::silu}, std::pair{"mish", Activation::mish},
        std::pair{"gelu", Activation::gelu}, std::pair{"relu", Activation::relu},
    };
    std::string name = value.is_string() ? value.get<std::string>() : "";
    for (char& c : name)
        c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    for (const auto& [known, activation] : kNames)
        if (name == known)
            return activation;
    refuseValue("act_fn", value, "silu, swish, mish, gelu or relu");
}

NormKind normFrom(const Json& value)
{
    if (isText(value, "group"))
        return NormKind::group;
    if (isText(value, "spatial"))
        return NormKind::spatial;
    refuseValue("norm_type", value, R"("group" or "spatial")");
}

bool truthFrom(const std::string& key, const Json& value)
{
    if (!value.is_boolean())
        refuseValue(key, value, "true or false");
    return value.get<bool>();
}

double scaleFrom(const Json& value)
{
    if (!value.is_number())
        refuseValue("scaling_factor", value, "a number");
    return value.get<double>();
}

std::int64_t sampleSizeFrom(const Json& value, std::int64_t otherwise)
{
    if (value.is_array() && !value.empty())
        return wholeNumber(value.front()).value_or(otherwise);
    return wholeNumber(value).value_or(otherwise);
}

} // namespace tessera::core
