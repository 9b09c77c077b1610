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
    {
        const std::vector<Entry>& entries = m_source->entries();
        const std::int64_t levels = levelsIn(entries, prefix);
        for (std::size_t i = 0; i < entries.size(); ++i) {
            std::string_view name = entries[i].name;
            if (!drop(name, prefix))
                continue;
            Entry entry{currentNameOf(name, levels), entries[i].shape, entries[i].dtype};
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
    std::vector<std::string> notes() const override
    {
        std::vector<std::string> notes = m_source->notes();
        notes.insert(notes.end(), m_notes.begin(), m_notes.end());
        return notes;
    }

private:
    std::unique_ptr<WeightSource> m_source;
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
