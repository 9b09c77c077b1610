// SPDX-License-Identifier: Apache-2.0
#include "gpu/tuning/tuning_file.h"

#include "core/error.h"
#include "core/files/bounded_file.h"
#include "core/files/json_strict.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace tessera::gpu {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr int kFormat = 1; ///< another number when the meaning of a file changes
constexpr std::uint64_t kMostBytes = 1U << 20U;
constexpr core::JsonLimits kLimits{.depth = 4, .values = 100'000, .tokenBytes = 4096};

constexpr std::array kSamplings{"same", "down", "up"};
constexpr std::array kMethods{"direct", "winograd2", "winograd4", "fused2", "fused4"};

/// Thrown while a text is read, and caught in this file.
struct Worthless {};

const Json& member(const Json& object, const char* name)
{
    const auto found = object.find(name);
    if (found == object.end())
        throw Worthless();
    return *found;
}

std::int32_t number(const Json& value)
{
    constexpr std::uint64_t kMost = 1U << 20U;
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > kMost)
        throw Worthless();
    return value.get<std::int32_t>();
}

template <std::size_t N>
int wordIn(const std::array<const char*, N>& words, const Json& value)
{
    for (std::size_t i = 0; i < N; ++i)
        if (value == words[i])
            return static_cast<int>(i);
    throw Worthless();
}

bool flag(const Json& value)
{
    if (!value.is_boolean())
        throw Worthless();
    return value.get<bool>();
}

void demandSize(const Json& value, bool isArray, std::size_t size)
{
    if (!(isArray ? value.is_array() : value.is_object()) || value.size() != size)
        throw Worthless();
}

Json described(const OpClass& op, const Choice& choice)
{
    Json row{{"tile", {choice.tile.rows, choice.tile.columns}}};
    if (const auto* conv = std::get_if<ConvClass>(&op)) {
        row["op"] = "conv 3x3";
        row["sampling"] = kSamplings.at(static_cast<std::size_t>(conv->sampling));
        row["in"] = conv->in;
        row["out"] = conv->out;
        row["exact"] = conv->exact;
        row["method"] = kMethods.at(static_cast<std::size_t>(choice.method));
    } else if (const auto* product = std::get_if<ProductClass>(&op)) {
        row["op"] = "product";
        row["rows"] = product->rows;
    } else {
        row["op"] = "nearest code";
        row["quads"] = std::get<CodesClass>(op).quads;
    }
    return row;
}

std::pair<OpClass, Choice> understood(const Json& row)
{
    if (!row.is_object())
        throw Worthless();
    const Json& tile = member(row, "tile");
    demandSize(tile, true, 2);
    Choice choice{ConvMethod::direct, {number(tile[0]), number(tile[1])}};
    const Json& op = member(row, "op");
    if (op == "product") {
        demandSize(row, false, 3);
        return {ProductClass{number(member(row, "rows"))}, choice};
    }
    if (op == "nearest code") {
        demandSize(row, false, 3);
        return {CodesClass{number(member(row, "quads"))}, choice};
    }
    if (op != "conv 3x3")
        throw Worthless();
    demandSize(row, false, 7);
    choice.method = static_cast<ConvMethod>(wordIn(kMethods, member(row, "method")));
    return {ConvClass{static_cast<core::Sampling>(wordIn(kSamplings, member(row, "sampling"))),
                      number(member(row, "in")), number(member(row, "out")), flag(member(row, "exact"))},
            choice};
}

Choices readRows(const Json& root, const TuningKey& key, const Tuning& tuning)
{
    demandSize(root, false, 4);
    if (number(member(root, "format")) != kFormat || member(root, "device") != key.device
        || member(root, "kernels") != key.kernels)
        throw Worthless();
    const Json& rows = member(root, "choices");
    if (!rows.is_array())
        throw Worthless();
    Choices choices;
    for (const Json& row : rows) {
        const auto [op, choice] = understood(row);
        if (!isPossible(op) || !isLegal(op, choice, tuning.variant, tuning.lanes)
            || !choices.emplace(op, choice).second)
            throw Worthless();
    }
    return choices;
}

} // namespace

std::string toText(const Choices& choices, const TuningKey& key)
{
    Json root{{"format", kFormat}, {"device", key.device}, {"kernels", key.kernels}, {"choices", Json::array()}};
    for (const auto& [op, choice] : choices)
        root["choices"].push_back(described(op, choice));
    return root.dump(1, ' ', true, Json::error_handler_t::replace) + "\n";
}

std::optional<Choices> fromText(std::string_view text, const TuningKey& key, const Tuning& tuning)
{
    try {
        return readRows(*core::parseJson(text, kLimits), key, tuning);
    } catch (const core::FormatError&) {
    } catch (const Worthless&) {
    }
    return {};
}

Tuning knownTuning(const Context& context, Tune tune)
{
    Tuning tuning = defaultTuning(context);
    if (tune != Tune::off)
        tuning.measured = TuningFile(context, tuning).read();
    return tuning;
}

TuningFile::TuningFile(const Context& context, const Tuning& tuning)
    : m_key(keyOf(context, tuning)), m_tuning(tuning), m_limits(context.limits()), m_path(cacheFile(m_key, ".json"))
{
}

Choices TuningFile::read() const
{
    if (m_path.empty())
        return {};
    try {
        const std::vector<std::byte> bytes = core::readFile(m_path, kMostBytes);
        const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        const Choices choices = fromText(text, m_key, m_tuning).value_or(Choices{});
        const bool possible = std::ranges::all_of(
            choices, [this](const auto& known) { return m_tuning.holds(known.second.tile, m_limits); });
        return possible ? choices : Choices{};
    } catch (const core::Error&) {
        return {};
    }
}

void TuningFile::add(const Choices& choices) const
{
    Choices all = choices;
    all.merge(read());
    writeCacheFile(m_path, toText(all, m_key));
}

} // namespace tessera::gpu
