// SPDX-License-Identifier: Apache-2.0
// The door is in weight_files.h.
#include "core/files/weight_files.h"

#include "core/advice.h"
#include "core/error.h"
#include "core/files/bounded_file.h"
#include "core/files/json_strict.h"
#include "core/text.h"

#include <map>
#include <nlohmann/json.hpp>

namespace tessera::core {

namespace {

constexpr std::uint64_t kMostIndexBytes = 16 << 20;
/// Each is an open file while the model loads.
constexpr std::size_t kMostShards = 128;

/// Tensor name -> file name.
using WeightMap = std::map<std::string, std::string>;

/// The shards of "x.bin.index.json" are torch's.
std::string shardEnding(const std::filesystem::path& index)
{
    return index.filename().string().find(".bin.index.") != std::string::npos ? ".bin" : ".safetensors";
}

void checkShardName(const std::string& name, const std::string& ending)
{
    using namespace std::string_view_literals;
    if (name.find_first_of("/\\:\0"sv) != name.npos || name.starts_with('.'))
        throw FormatError("names the file " + inQuotes(name) + "; expected a plain file name in the index's folder");
    if (!name.ends_with(ending))
        throw FormatError("names the file " + inQuotes(name) + "; expected names that end in " + ending);
}

WeightMap parseIndex(std::string_view text, const std::string& ending)
{
    const JsonTree tree = parseJson(text, {.values = 300'000});
    const nlohmann::json& root = *tree;
    if (!root.is_object() || !root.contains("weight_map") || !root["weight_map"].is_object())
        throw FormatError(R"(has no object "weight_map"; expected tensor names with their file names)");
    WeightMap map;
    for (const auto& [tensor, file] : root["weight_map"].items()) {
        if (!file.is_string())
            throw FormatError("gives " + toMessage(file) + " as the file of tensor " + inQuotes(tensor)
                              + "; expected a file name");
        checkShardName(file.get_ref<const std::string&>(), ending);
        map.emplace(tensor, file.get<std::string>());
    }
    if (map.empty())
        throw FormatError(R"("weight_map" is empty; expected tensor names with their file names)");
    return map;
}

class ShardedFiles final : public WeightSource {
public:
    ShardedFiles(const std::filesystem::path& index, std::vector<std::filesystem::path>& files) : m_name(nameOf(index))
    {
        const std::vector<std::byte> bytes = readFile(index, kMostIndexBytes);
        const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        withContext(m_name, [&] {
            if (const std::string kind = looksLike(bytes); !kind.empty() && kind != "plain text")
                throw FormatError("the file is " + kind + "; expected the JSON index of a model in several files");
            const WeightMap map = parseIndex(text, shardEnding(index));
            std::map<std::string, std::size_t> shards; // file name -> tensors that the index places there
            for (const auto& [tensor, file] : map)
                ++shards[file];
            if (shards.size() > kMostShards)
                throw FormatError("names " + grouped(shards.size()) + " files; expected at most "
                                  + std::to_string(kMostShards));
            for (const auto& [file, tensors] : shards) {
                addShard(index.parent_path() / file, file, map, tensors);
                files.push_back(index.parent_path() / file);
            }
        });
    }

    std::string name() const override { return m_name; }
    const std::vector<Entry>& entries() const override { return m_entries; }
    std::vector<std::string> notes() const override
    {
        std::vector<std::string> all;
        for (const auto& shard : m_shards)
            for (std::string& note : shard->notes())
                all.push_back(std::move(note));
        return all;
    }
    std::vector<float> read(std::size_t index) const override
    {
        return m_shards[m_places[index].shard]->read(m_places[index].entry);
    }
    void judge(const std::vector<std::size_t>& indices) const override
    {
        std::vector<std::vector<std::size_t>> there(m_shards.size());
        for (const std::size_t index : indices)
            there[m_places[index].shard].push_back(m_places[index].entry);
        for (std::size_t i = 0; i < m_shards.size(); ++i)
            m_shards[i]->judge(there[i]);
    }

private:
    struct Place {
        std::size_t shard;
        std::size_t entry;
    };

    void addShard(const std::filesystem::path& path, const std::string& file, const WeightMap& map,
                  std::size_t promised)
    {
        m_shards.push_back(openWeightFile(path));
        const std::vector<Entry>& held = m_shards.back()->entries();
        for (std::size_t i = 0; i < held.size(); ++i) {
            const auto told = map.find(held[i].name);
            if (told == map.end() || told->second != file)
                throw FormatError("tensor " + inQuotes(held[i].name) + " is in " + inQuotes(file) + ", but the index "
                                  + (told == map.end() ? "does not name it" : "says " + inQuotes(told->second)));
            m_entries.push_back(held[i]);
            m_places.push_back({m_shards.size() - 1, i});
        }
        // Names are unique and all belong here, so fewer means that one is missing.
        if (held.size() != promised)
            throw FormatError(inQuotes(file) + " holds " + grouped(held.size()) + " tensors; the index says "
                              + grouped(promised));
    }

    std::string m_name;
    std::vector<std::unique_ptr<WeightSource>> m_shards;
    std::vector<Entry> m_entries;
    std::vector<Place> m_places;
};

} // namespace

std::unique_ptr<WeightSource> openShardedWeights(const std::filesystem::path& index,
                                                 std::vector<std::filesystem::path>& files)
{
    return withAdvice("fetch the index and all its files once more, or choose another model",
                      [&] { return std::make_unique<ShardedFiles>(index, files); });
}

} // namespace tessera::core
