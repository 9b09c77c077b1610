// SPDX-License-Identifier: Apache-2.0
#include "core/model/weight_choice.h"

#include "core/files/paths.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::core {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kStem = "diffusion_pytorch_model";

struct Kind {
    std::string_view plain; ///< of a single file or an index
    std::string_view middle; ///< what an index with a variant has in its name
    std::string_view ending;
    bool isIndex;
};

constexpr std::array kKinds{
    Kind{".safetensors.index.json", ".safetensors.index.", ".json", true},
    Kind{".safetensors", "", ".safetensors", false},
    Kind{".bin.index.json", ".bin.index.", ".json", true},
    Kind{".bin", "", ".bin", false},
};

/// "diffusion_pytorch_model.fp16.safetensors", "diffusion_pytorch_model.safetensors.index.fp16.json": sorted, those of
/// fp16 first.
std::vector<std::string> variants(const std::vector<std::string>& names, const Kind& kind)
{
    std::vector<std::string> found;
    for (const std::string& name : names) {
        // A dash begins the number of a shard, which an index must name.
        const bool hasVariant = name.size() > kStem.size() + kind.ending.size() && name.starts_with(kStem)
            && name[kStem.size()] == '.' && name.ends_with(kind.ending) && name.find("-of-") == name.npos;
        const bool isPlain = name.substr(std::min(name.size(), kStem.size())) == kind.plain;
        if (hasVariant && !isPlain && name.find(kind.middle) != name.npos
            && kind.isIndex == (name.find(".index.") != name.npos))
            found.push_back(name);
    }
    std::stable_partition(found.begin(), found.end(), // of ranges: Clang 14 does not understand the library's
                          [](const std::string& name) { return name.find(".fp16.") != name.npos; });
    return found;
}

bool isNumber(std::string_view text)
{
    return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

} // namespace

std::optional<WeightChoice> chooseWeights(const fs::path& folder)
{
    for (const Kind& kind : kKinds)
        if (const fs::path file = folder / std::string(kStem).append(kind.plain); isThere(file))
            return WeightChoice{file, kind.isIndex};
    const std::vector<std::string> names = namesIn(folder);
    for (const Kind& kind : kKinds)
        if (const std::vector<std::string> found = variants(names, kind); !found.empty())
            return WeightChoice{folder / found.front(), kind.isIndex};
    return {};
}

std::optional<WeightChoice> choiceOf(const fs::path& file)
{
    const std::string name = file.filename().string();
    for (const Kind& kind : kKinds)
        if (name == std::string(kStem).append(kind.plain) || !variants({name}, kind).empty())
            return WeightChoice{file, kind.isIndex};
    return {};
}

LooseShards looseShards(const fs::path& folder)
{
    LooseShards loose;
    const std::vector<std::string> names = namesIn(folder);
    for (const std::string& name : names) {
        const std::string ending = fs::path(name).extension().string();
        if (ending != ".safetensors" && ending != ".bin")
            continue;
        // "-00001-of-00002" before the ending.
        const std::string stem = name.substr(0, name.size() - ending.size());
        const std::size_t of = stem.rfind("-of-"), dash = of == stem.npos ? of : stem.rfind('-', of - 1);
        if (of == stem.npos || of == 0 || dash == stem.npos || !isNumber(stem.substr(dash + 1, of - dash - 1))
            || !isNumber(stem.substr(of + 4)))
            continue;
        const std::string index = stem.substr(0, dash) + ending + ".index.json";
        if (isThere(folder / index) || (!loose.index.empty() && loose.index != index))
            continue;
        loose.index = index;
        loose.names.push_back(name);
    }
    return loose;
}

} // namespace tessera::core
