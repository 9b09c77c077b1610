// SPDX-License-Identifier: Apache-2.0
#include "core/model/weights.h"

#include "core/error.h"
#include "core/files/stored_floats.h"
#include "core/nearest_name.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <set>
#include <string_view>
#include <utility>

namespace tessera::core {

namespace {

constexpr std::array kOldAttentionNames{
    std::pair<std::string_view, std::string_view>{".query.", ".to_q."},
    std::pair<std::string_view, std::string_view>{".key.", ".to_k."},
    std::pair<std::string_view, std::string_view>{".value.", ".to_v."},
    std::pair<std::string_view, std::string_view>{".proj_attn.", ".to_out.0."},
};

/// "….attentions.0.query.weight" as "….attentions.0.to_q.weight"; other names as they are.
std::string currentName(const std::string& name)
{
    constexpr std::string_view kModule = ".attentions.";
    const std::size_t module = name.rfind(kModule);
    if (module == name.npos)
        return name;
    const std::size_t number = module + kModule.size();
    const std::size_t rest = name.find_first_not_of("0123456789", number);
    if (rest == name.npos || rest == number)
        return name;
    const std::string_view member = std::string_view(name).substr(rest);
    for (const auto& [old, current] : kOldAttentionNames) {
        if (!member.starts_with(old))
            continue;
        const std::string_view parameter = member.substr(old.size());
        if (parameter == "weight" || parameter == "bias")
            return name.substr(0, rest).append(current).append(parameter);
    }
    return name;
}

} // namespace

std::string shapeToString(const std::vector<std::int64_t>& shape)
{
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
    return text + "]";
}

Weights::Weights(std::unique_ptr<WeightSource> source) : m_source(std::move(source))
{
    const std::vector<WeightSource::Entry>& entries = m_source->entries();
    for (std::size_t i = 0; i < entries.size(); ++i)
        m_index.try_emplace(entries[i].name, i);
    for (std::size_t i = 0; i < entries.size(); ++i)
        if (std::string name = currentName(entries[i].name); name != entries[i].name) {
            m_index.erase(entries[i].name);
            m_index[std::move(name)] = i;
        }
}

const Weight* Weights::take(const std::string& name, std::vector<std::int64_t> shape)
{
    std::unique_ptr<Weight>& taken = m_taken[name];
    if (taken) {
        assert(taken->shape == shape); // two layers that share a weight agree about it
        return taken.get();
    }
    const auto found = m_index.find(name);
    if (found == m_index.end()) {
        m_problems.push_back({m_source->nameInFile(name), "is missing; expected shape " + shapeToString(shape),
                              Fault::missing});
    } else {
        const WeightSource::Entry& entry = m_source->entries()[found->second];
        const auto add = [&](std::string text, Fault fault) {
            m_problems.push_back({m_source->nameInFile(entry.name), std::move(text), fault});
        };
        if (entry.shape != shape)
            add("has shape " + shapeToString(entry.shape) + "; the configuration calls for " + shapeToString(shape),
                Fault::shape);
        else if (!isFloatDtype(entry.dtype))
            add("is " + entry.dtype + "; expected F32, F16, BF16 or F64", Fault::dtype);
    }
    taken = std::make_unique<Weight>(Weight{name, std::move(shape), {}});
    return taken.get();
}

void Weights::load()
{
    for (const auto& [name, weight] : m_taken) {
        if (!weight->values.empty())
            continue;
        weight->values = m_source->read(m_index.at(name));
        if (!std::ranges::all_of(weight->values, [](float value) { return std::isfinite(value); }))
            m_notFinite.push_back(name);
    }
}

void Weights::check() const
{
    if (m_problems.empty()) {
        std::vector<std::size_t> indices; // in the order of load()
        for (const auto& [name, weight] : m_taken)
            indices.push_back(m_index.at(name));
        m_source->judge(indices);
        return;
    }
    const Problem& first = m_problems.front();
    const bool isMissing = first.fault == Fault::missing;
    std::string text = m_source->name() + ": tensor " + inQuotes(first.name) + " " + first.text;
    if (isMissing)
        if (const std::string near = nearestName(first.name, surplus()); !near.empty())
            text += " (the file has " + inQuotes(near) + ")";
    if (m_problems.size() > 1)
        text += "; " + grouped(m_problems.size()) + " of " + grouped(m_taken.size())
            + " tensors do not fit the configuration";
    if (const std::size_t others = surplus().size(); others > 0 && isMissing)
        text += "; " + grouped(others) + " in the file have no place in it";
    throw FormatError(text + "; " + (first.fault == Fault::dtype ? "choose another model" : m_source->advice()));
}

std::vector<std::string> Weights::surplus() const
{
    std::set<std::size_t> used;
    for (const auto& [name, index] : m_index)
        if (m_taken.contains(name))
            used.insert(index);
    const std::vector<WeightSource::Entry>& entries = m_source->entries();
    std::vector<std::string> names;
    for (std::size_t i = 0; i < entries.size(); ++i)
        if (!used.contains(i))
            names.push_back(printable(m_source->nameInFile(entries[i].name)));
    std::sort(names.begin(), names.end());
    return names;
}

std::int64_t Weights::parameters() const
{
    std::int64_t count = 0;
    for (const auto& [name, weight] : m_taken)
        count += static_cast<std::int64_t>(weight->values.size());
    return count;
}

std::string Weights::dtypes() const
{
    std::set<std::string> found;
    for (const auto& [name, weight] : m_taken)
        if (const auto entry = m_index.find(name); entry != m_index.end())
            found.insert(m_source->entries()[entry->second].dtype);
    std::string text;
    for (const std::string& dtype : found)
        text += (text.empty() ? "" : ", ") + dtype;
    return text;
}

std::vector<const Weight*> Weights::all() const
{
    std::vector<const Weight*> weights;
    for (const auto& [name, weight] : m_taken)
        weights.push_back(weight.get());
    return weights;
}

std::string Weights::dtypeOf(const Weight& weight) const
{
    const auto entry = m_index.find(weight.name);
    return entry == m_index.end() ? "F32" : m_source->entries()[entry->second].dtype;
}

} // namespace tessera::core
