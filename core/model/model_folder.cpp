// SPDX-License-Identifier: Apache-2.0
#include "core/model/model_folder.h"

#include "core/advice.h"
#include "core/error.h"
#include "core/files/weight_files.h"
#include "core/memory.h"
#include "core/model/inferred_config.h"
#include "core/model/model_memory.h"
#include "core/model/model_place.h"
#include "core/model/original_names.h"
#include "core/model/trainer_settings.h"
#include "core/nearest_name.h"
#include "core/text.h"

#include <algorithm>
#include <new>

namespace tessera::core {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kChoose = "choose another model";
constexpr std::string_view kCodebook = "quantize.embedding.weight";

/// Throws FormatError that names what else the tensors are of.
void checkHasCodebook(const WeightSource& source, const TrainerSettings& settings)
{
    const auto& entries = source.entries();
    std::string kind = otherCodebook(entries);
    const bool hasCodebook = std::ranges::find(entries, kCodebook, &WeightSource::Entry::name) != entries.end();
    if (hasCodebook && kind.empty())
        return;
    if (kind.empty()) {
        std::vector<std::string> names;
        for (const auto& entry : entries)
            if (entry.name.find("quant") != entry.name.npos)
                names.push_back(entry.name);
        if (const std::string near = nearestName(kCodebook, names); !near.empty())
            throw FormatError(source.name() + ": tensor " + inQuotes(source.nameInFile(std::string(kCodebook)))
                              + ", the codebook, is missing (the file has " + inQuotes(source.nameInFile(near))
                              + "); fetch the file once more, or choose another model");
        kind = otherModel(entries);
    }
    if (kind.empty() && !settings.target.empty())
        kind = "a " + settings.target + ", by its yaml";
    throw FormatError(source.name() + ": "
                      + (kind.empty() ? "holds no codebook (tensor " + inQuotes(kCodebook) + ")"
                                      : "these are the weights of " + kind)
                      + "; expected those of a VQModel: choose another model");
}

/// Adds to what the checkpoint itself has to say.
class NotedSource final : public WeightSource {
public:
    NotedSource(std::unique_ptr<WeightSource> source, std::vector<std::string> more, bool hasConfig)
        : m_source(std::move(source))
        , m_more(std::move(more))
        , m_hasConfig(hasConfig)
    {
    }
    std::string nameInFile(const std::string& name) const override { return m_source->nameInFile(name); }
    std::string advice() const override
    {
        return m_hasConfig ? m_source->advice() : "fetch the file once more, or put its config.json beside it";
    }
    const std::vector<Entry>& entries() const override { return m_source->entries(); }
    std::vector<float> read(std::size_t index) const override { return m_source->read(index); }
    void judge(const std::vector<std::size_t>& indices) const override { m_source->judge(indices); }
    std::string name() const override { return m_source->name(); }
    std::vector<std::string> notes() const override
    {
        std::vector<std::string> notes = m_source->notes();
        notes.insert(notes.end(), m_more.begin(), m_more.end());
        return notes;
    }

private:
    std::unique_ptr<WeightSource> m_source;
    std::vector<std::string> m_more;
    bool m_hasConfig;
};

std::vector<std::string> notesOf(const ModelPlace& place, const TrainerSettings& settings, const Config& config)
{
    std::vector<std::string> notes;
    if (place.config.empty())
        notes.emplace_back(
            "there is no config.json of a VQModel: the configuration was told from the shapes of the tensors, with 32 "
            "groups a norm and SiLU as the original code has");
    const std::string name = nameOf(place.settings);
    if (!settings.problem.empty())
        notes.push_back(name + " could not be read: " + settings.problem);
    for (const std::string& difference : differences(settings, config))
        notes.push_back(name + ": " + difference);
    return notes;
}

OpenedModel open(const fs::path& given, VqModel::Values values)
{
    const ModelPlace place = findModelPlace(given);
    Config config;
    // The config first: it is small, and what it says of another class spares a look at the weights.
    if (!place.config.empty())
        config = readConfig(place.config);
    OpenedModel opened;
    opened.files = {.folder = place.path, .config = place.config};
    std::unique_ptr<WeightSource> source;
    if (place.weights.isIndex) {
        source = openShardedWeights(place.weights.file, opened.files.weightFiles);
    } else {
        source = openWeightFile(place.weights.file);
        opened.files.weightFiles = {place.weights.file};
    }
    source = underCurrentNames(std::move(source));
    const TrainerSettings settings = place.settings.empty() ? TrainerSettings() : readTrainerSettings(place.settings);
    checkHasCodebook(*source, settings);
    if (place.config.empty())
        config = inferConfig(*source);
    for (const fs::path& file : opened.files.weightFiles)
        opened.files.bytes += fs::file_size(file);
    // Where the files have fewer than two bytes for each number, a tensor does not fit, and that is what to say.
    if (const std::int64_t parameters = parameterCount(config);
        opened.files.bytes / 2 >= static_cast<std::uint64_t>(parameters))
        withContext("the model " + inQuotes(place.path.string()),
                    [&] { checkWeightMemory(parameters, availableMemory()); });
    if (std::vector<std::string> notes = notesOf(place, settings, config); !notes.empty())
        source = std::make_unique<NotedSource>(std::move(source), std::move(notes), !place.config.empty());
    opened.model = std::make_shared<const VqModel>(printable(place.name), std::move(config), std::move(source), values);
    return opened;
}

OpenedModel openOrAdvise(const fs::path& given, VqModel::Values values)
{
    try {
        return withAdvice(kChoose, [&] { return open(given, values); });
    } catch (const std::bad_alloc&) {
        throw OutOfMemory(memoryShortage("to open the model " + inQuotes(given.string()), {},
                                         "close other programs, or choose a smaller model"));
    }
}

} // namespace

OpenedModel openModel(const fs::path& given) { return openOrAdvise(given, VqModel::Values::read); }

OpenedModel inspectModel(const fs::path& given) { return openOrAdvise(given, VqModel::Values::none); }

} // namespace tessera::core
