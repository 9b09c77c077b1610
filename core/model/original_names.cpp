// SPDX-License-Identifier: Apache-2.0
#include "core/model/original_names.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <span>
#include <utility>

namespace tessera::core {

namespace {

constexpr std::string_view kFirstStage = "first_stage_model.";

/// One part of a name: in the original code, and in diffusers.
struct Part {
    std::string_view original, current;

    std::string_view in(bool isCurrent) const { return isCurrent ? current : original; }
};

constexpr std::array kResnet{Part{"nin_shortcut.", "conv_shortcut."}};
/// Within an attention; the norms of MoVQ have parts.
constexpr std::array kAttention{
    Part{"norm.norm_layer.", "spatial_norm.norm_layer."},
    Part{"norm.conv_y.", "spatial_norm.conv_y."},
    Part{"norm.conv_b.", "spatial_norm.conv_b."},
    Part{"norm.", "group_norm."},
    Part{"q.", "to_q."},
    Part{"k.", "to_k."},
    Part{"v.", "to_v."},
    Part{"proj_out.", "to_out.0."},
};
constexpr std::array kSampling{Part{"downsample.conv.", "downsamplers.0.conv."},
                               Part{"upsample.conv.", "upsamplers.0.conv."}};
constexpr Part kBlocks{"block.", "resnets."}, kAttentions{"attn.", "attentions."};
constexpr Part kDown{"down.", "down_blocks."}, kUp{"up.", "up_blocks."};
constexpr std::array kMidResnets{Part{"mid.block_1.", "mid_block.resnets.0."},
                                 Part{"mid.block_2.", "mid_block.resnets.1."}};
constexpr std::array kMidAttention{Part{"mid.attn_1.", "mid_block.attentions.0."}};
constexpr std::array kEnd{Part{"norm_out.", "conv_norm_out."}};

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

/// Takes names from the original code's way to diffusers' or back. Parts that are not known give nothing.
class Translation {
public:
    Translation(bool toCurrent, std::int64_t levels) : m_toCurrent(toCurrent), m_levels(levels) {}

    /// Other names are left as they are.
    std::string whole(std::string_view name) const
    {
        for (const std::string_view coder : {"encoder.", "decoder."})
            if (std::string_view rest = name; drop(rest, coder))
                if (const std::string inside = inCoder(rest); !inside.empty())
                    return std::string(coder) + inside;
        return std::string(name);
    }

private:
    /// What follows "encoder." or "decoder.".
    std::string inCoder(std::string_view rest) const
    {
        for (const Part& coder : {kDown, kUp})
            if (drop(rest, from(coder))) {
                const std::optional<std::int64_t> number = dropNumber(rest);
                const std::string inside = number ? inLevel(rest) : std::string();
                if (inside.empty())
                    return {};
                const bool isUp = coder.original == kUp.original;
                return std::string(to(coder)) + std::to_string(isUp ? m_levels - 1 - *number : *number) + "." + inside;
            }
        if (const Part* part = dropOne(rest, kMidResnets))
            return std::string(to(*part)) + withPart(rest, kResnet);
        if (const Part* part = dropOne(rest, kMidAttention))
            return std::string(to(*part)) + withPart(rest, kAttention);
        if (const Part* part = dropOne(rest, kEnd))
            return std::string(to(*part)).append(rest);
        return {};
    }

    std::string_view from(const Part& part) const { return part.in(!m_toCurrent); }
    std::string_view to(const Part& part) const { return part.in(m_toCurrent); }

    /// The part that stood at the head of the text; null where none did.
    const Part* dropOne(std::string_view& text, std::span<const Part> parts) const
    {
        const auto part = std::ranges::find_if(parts, [&](const Part& some) { return drop(text, from(some)); });
        return part == parts.end() ? nullptr : &*part;
    }

    /// With its head as one of `parts` has it, or as it is.
    std::string withPart(std::string_view rest, std::span<const Part> parts) const
    {
        const Part* part = dropOne(rest, parts);
        return (part ? std::string(to(*part)) : std::string()).append(rest);
    }

    /// What follows "encoder.down.3." or "decoder.up.0.".
    std::string inLevel(std::string_view rest) const
    {
        if (const Part* part = dropOne(rest, kSampling))
            return std::string(to(*part)).append(rest);
        const bool isBlock = drop(rest, from(kBlocks));
        if (!isBlock && !drop(rest, from(kAttentions)))
            return {};
        const std::optional<std::int64_t> number = dropNumber(rest);
        if (!number)
            return {};
        return std::string(to(isBlock ? kBlocks : kAttentions)) + std::to_string(*number) + "."
            + withPart(rest, isBlock ? std::span<const Part>(kResnet) : std::span<const Part>(kAttention));
    }

    bool m_toCurrent;
    std::int64_t m_levels;
};

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
            m_namesInFile.try_emplace(entry.name, entries[i].name);
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
    void judge(const std::vector<std::size_t>& indices) const override
    {
        std::vector<std::size_t> there;
        for (const std::size_t index : indices)
            there.push_back(m_places[index]);
        m_source->judge(there);
    }
    std::string name() const override { return m_source->name(); }
    std::string advice() const override { return m_source->advice(); }
    std::string nameInFile(const std::string& name) const override
    {
        if (const auto known = m_namesInFile.find(name); known != m_namesInFile.end())
            return known->second;
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
    std::map<std::string, std::string> m_namesInFile; ///< by the names of entries
    std::vector<std::string> m_notes;
};

} // namespace

std::string currentNameOf(std::string_view original, std::int64_t levels)
{
    return Translation(true, levels).whole(original);
}

std::string originalNameOf(std::string_view current, std::int64_t levels)
{
    return Translation(false, levels).whole(current);
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
