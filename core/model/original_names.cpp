// SPDX-License-Identifier: Apache-2.0
#include "core/model/original_names.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace tessera::core {

namespace {

constexpr std::string_view kFirstStage = "first_stage_model.";

using Names = std::pair<std::string_view, std::string_view>;

/// Within an attention; the norms of MoVQ have parts.
constexpr std::array kAttention{
    Names{"norm.norm_layer.", "spatial_norm.norm_layer."},
    Names{"norm.conv_y.", "spatial_norm.conv_y."},
    Names{"norm.conv_b.", "spatial_norm.conv_b."},
    Names{"norm.", "group_norm."},
    Names{"q.", "to_q."},
    Names{"k.", "to_k."},
    Names{"v.", "to_v."},
    Names{"proj_out.", "to_out.0."},
};

bool drop(std::string_view& text, std::string_view prefix)
{
    if (!text.starts_with(prefix))
        return false;
    text.remove_prefix(prefix.size());
    return true;
}

/// "12." at the head of the text.
std::optional<std::int64_t> dropNumber(std::string_view& text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || number < 0 || number > 1000)
        return {};
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (!drop(text, "."))
        return {};
    return number;
}

std::string inResnet(std::string_view rest)
{
    return drop(rest, "nin_shortcut.") ? "conv_shortcut." + std::string(rest) : std::string(rest);
}

std::string inAttention(std::string_view rest)
{
    for (const auto& [old, current] : kAttention)
        if (drop(rest, old))
            return std::string(current).append(rest);
    return std::string(rest);
}

/// What follows "encoder.down.3." or "decoder.up.0."; empty where it is nothing that is known.
std::string inLevel(std::string_view rest)
{
    if (drop(rest, "downsample.conv."))
        return "downsamplers.0.conv." + std::string(rest);
    if (drop(rest, "upsample.conv."))
        return "upsamplers.0.conv." + std::string(rest);
    const bool isBlock = drop(rest, "block.");
    if (!isBlock && !drop(rest, "attn."))
        return {};
    const std::optional<std::int64_t> number = dropNumber(rest);
    if (!number)
        return {};
    return isBlock ? "resnets." + std::to_string(*number) + "." + inResnet(rest)
                   : "attentions." + std::to_string(*number) + "." + inAttention(rest);
}

std::string inCoder(std::string_view coder, std::string_view rest, std::int64_t levels)
{
    const bool isUp = rest.starts_with("up.");
    if (drop(rest, "down.") || drop(rest, "up.")) {
        const std::optional<std::int64_t> number = dropNumber(rest);
        const std::string inside = number ? inLevel(rest) : std::string();
        if (inside.empty())
            return {};
        const std::int64_t level = isUp ? levels - 1 - *number : *number;
        return std::string(coder) + (isUp ? "up_blocks." : "down_blocks.") + std::to_string(level) + "." + inside;
    }
    const std::string mid = std::string(coder) + "mid_block.";
    if (drop(rest, "mid.block_1."))
        return mid + "resnets.0." + inResnet(rest);
    if (drop(rest, "mid.block_2."))
        return mid + "resnets.1." + inResnet(rest);
    if (drop(rest, "mid.attn_1."))
        return mid + "attentions.0." + inAttention(rest);
    if (drop(rest, "norm_out."))
        return std::string(coder) + "conv_norm_out." + std::string(rest);
    return {};
}

std::string originalResnet(std::string_view rest)
{
    return drop(rest, "conv_shortcut.") ? "nin_shortcut." + std::string(rest) : std::string(rest);
}

std::string originalAttention(std::string_view rest)
{
    for (const auto& [old, current] : kAttention)
        if (drop(rest, current))
            return std::string(old).append(rest);
    return std::string(rest);
}

/// What follows "encoder.down_blocks.3."; empty where it is nothing that is known.
std::string originalLevel(std::string_view rest)
{
    if (drop(rest, "downsamplers.0.conv."))
        return "downsample.conv." + std::string(rest);
    if (drop(rest, "upsamplers.0.conv."))
        return "upsample.conv." + std::string(rest);
    const bool isResnet = drop(rest, "resnets.");
    if (!isResnet && !drop(rest, "attentions."))
        return {};
    const std::optional<std::int64_t> number = dropNumber(rest);
    if (!number)
        return {};
    return isResnet ? "block." + std::to_string(*number) + "." + originalResnet(rest)
                    : "attn." + std::to_string(*number) + "." + originalAttention(rest);
}

std::string originalInCoder(std::string_view rest, std::int64_t levels)
{
    const bool isUp = rest.starts_with("up_blocks.");
    if (drop(rest, "down_blocks.") || drop(rest, "up_blocks.")) {
        const std::optional<std::int64_t> number = dropNumber(rest);
        const std::string inside = number ? originalLevel(rest) : std::string();
        if (inside.empty())
            return {};
        return (isUp ? "up." + std::to_string(levels - 1 - *number) : "down." + std::to_string(*number)) + "." + inside;
    }
    if (drop(rest, "mid_block.resnets.0."))
        return "mid.block_1." + originalResnet(rest);
    if (drop(rest, "mid_block.resnets.1."))
        return "mid.block_2." + originalResnet(rest);
    if (drop(rest, "mid_block.attentions.0."))
        return "mid.attn_1." + originalAttention(rest);
    if (drop(rest, "conv_norm_out."))
        return "norm_out." + std::string(rest);
    return {};
}

bool isOriginal(std::string_view name)
{
    for (const std::string_view coder : {"encoder.", "decoder."})
        if (drop(name, coder))
            return name.starts_with("down.") || name.starts_with("up.") || name.starts_with("mid.");
    return false;
}

std::int64_t levelsIn(const std::vector<WeightSource::Entry>& entries, std::string_view prefix)
{
    std::int64_t levels = 0;
    for (const WeightSource::Entry& entry : entries) {
        std::string_view name = entry.name;
        if (!drop(name, prefix) || !drop(name, "decoder.up."))
            continue;
        if (const std::optional<std::int64_t> level = dropNumber(name))
            levels = std::max(levels, *level + 1);
    }
    return levels;
}

/// What stands before the names of the model, as wrappers put it there: "first_stage_model.", "module."; mostly
/// nothing.
std::string prefixOf(const std::vector<WeightSource::Entry>& entries)
{
    constexpr std::string_view kCodebook = "quantize.embedding.weight";
    std::string found;
    bool any = false, isStage = false;
    for (const WeightSource::Entry& entry : entries) {
        isStage = isStage || entry.name.starts_with(kFirstStage);
        if (!entry.name.ends_with(kCodebook))
            continue;
        const std::string prefix = entry.name.substr(0, entry.name.size() - kCodebook.size());
        if (prefix.empty() || prefix == kFirstStage)
            return prefix;
        if (prefix.ends_with('.') && !any)
            found = prefix;
        any = true;
    }
    return !any && isStage ? std::string(kFirstStage) : found;
}

class RenamedSource final : public WeightSource {
public:
    /// `names`: are they the original code's?
    RenamedSource(std::unique_ptr<WeightSource> source, const std::string& prefix, bool names)
        : m_source(std::move(source))
        , m_prefix(prefix)
        , m_levels(levelsIn(m_source->entries(), prefix))
        , m_renames(names)
    {
        const std::vector<Entry>& entries = m_source->entries();
        for (std::size_t i = 0; i < entries.size(); ++i) {
            std::string_view name = entries[i].name;
            if (!drop(name, prefix))
                continue;
            Entry entry{currentNameOf(name, m_levels), entries[i].shape, entries[i].dtype};
            // A 1x1 convolution is a linear layer.
            if (entry.name.find(".to_") != entry.name.npos && entry.shape.size() == 4 && entry.shape[2] == 1
                && entry.shape[3] == 1)
                entry.shape.resize(2);
            m_entries.push_back(std::move(entry));
            m_places.push_back(i);
        }
        if (!prefix.empty())
            m_notes.push_back("of " + std::to_string(entries.size()) + " tensors those under " + inQuotes(prefix)
                              + " are taken");
        if (names)
            m_notes.emplace_back("the tensors have the names of taming-transformers and latent-diffusion; they are "
                                 "taken for those of a VQModel of diffusers");
    }

    const std::vector<Entry>& entries() const override { return m_entries; }
    std::vector<float> read(std::size_t index) const override { return m_source->read(m_places[index]); }
    std::string name() const override { return m_source->name(); }
    std::string advice() const override { return m_source->advice(); }
    std::string nameInFile(const std::string& name) const override
    {
        const auto entry = std::ranges::find(m_entries, name, &Entry::name);
        if (entry != m_entries.end())
            return m_source->entries()[m_places[static_cast<std::size_t>(entry - m_entries.begin())]].name;
        return m_prefix + (m_renames ? originalNameOf(name, m_levels) : name);
    }
    std::vector<std::string> notes() const override
    {
        std::vector<std::string> notes = m_source->notes();
        notes.insert(notes.end(), m_notes.begin(), m_notes.end());
        return notes;
    }

private:
    std::unique_ptr<WeightSource> m_source;
    std::string m_prefix;
    std::int64_t m_levels;
    bool m_renames;
    std::vector<Entry> m_entries;
    std::vector<std::size_t> m_places; ///< of each entry in the source
    std::vector<std::string> m_notes;
};

} // namespace

std::string currentNameOf(std::string_view original, std::int64_t levels)
{
    for (const std::string_view coder : {"encoder.", "decoder."})
        if (std::string_view rest = original; drop(rest, coder))
            if (std::string current = inCoder(coder, rest, levels); !current.empty())
                return current;
    return std::string(original);
}

std::string originalNameOf(std::string_view current, std::int64_t levels)
{
    for (const std::string_view coder : {"encoder.", "decoder."})
        if (std::string_view rest = current; drop(rest, coder))
            if (const std::string original = originalInCoder(rest, levels); !original.empty())
                return std::string(coder) + original;
    return std::string(current);
}

std::unique_ptr<WeightSource> underCurrentNames(std::unique_ptr<WeightSource> source)
{
    const std::string prefix = prefixOf(source->entries());
    const bool renames = std::ranges::any_of(source->entries(), [&](const WeightSource::Entry& entry) {
        return entry.name.starts_with(prefix) && isOriginal(std::string_view(entry.name).substr(prefix.size()));
    });
    if (!renames && prefix.empty())
        return source;
    return std::make_unique<RenamedSource>(std::move(source), prefix, renames);
}

} // namespace tessera::core
