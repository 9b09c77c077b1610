// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/resources.h"

#include "app/files/program_folder.h"
#include "core/error.h"
#include "core/model/hub_cache.h"

#include <algorithm>
#include <cstdlib>
#include <system_error>

namespace tessera::app {
namespace {

namespace fs = std::filesystem;

/// From build/release/tests/app/ up to the folder that holds build/.
constexpr int kLevelsUp = 4;

bool holdsResources(const fs::path& folder)
{
    std::error_code ignored;
    return fs::is_directory(folder / "models", ignored);
}

/// Sorted by name; empty where the folder cannot be read.
std::vector<fs::path> entries(const fs::path& folder)
{
    std::vector<fs::path> paths;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
        paths.push_back(it->path());
    std::sort(paths.begin(), paths.end());
    return paths;
}

} // namespace

fs::path resourceFolder()
{
    if (const char* chosen = std::getenv("TESSERA_RESOURCES"); chosen && *chosen) {
        if (!holdsResources(chosen))
            throw core::FileError(std::string(chosen)
                                  + ": TESSERA_RESOURCES names this folder, but it holds no models/");
        return chosen;
    }
    fs::path folder = programFolder();
    if (const fs::path installed = folder.parent_path() / "share" / "tessera"; holdsResources(installed))
        return installed;
    for (int level = 0; level <= kLevelsUp; ++level, folder = folder.parent_path())
        if (holdsResources(folder / "resources"))
            return folder / "resources";
    throw core::FileError(
        "the embedded models and samples are not where the program expects them (../share/tessera beside it); "
        "set TESSERA_RESOURCES to the folder that holds models/ and samples/");
}

std::vector<EmbeddedModel> embeddedModels()
{
    std::vector<EmbeddedModel> models;
    try {
        std::error_code ignored;
        for (const fs::path& path : entries(resourceFolder() / "models"))
            if (fs::is_regular_file(path / "config.json", ignored))
                models.push_back({path.filename().string(), path});
    } catch (const core::FileError&) {
        return {};
    }
    std::stable_partition(models.begin(), models.end(), [](const EmbeddedModel& m) { return m.name == kDefaultModel; });
    return models;
}

std::vector<fs::path> samplePictures()
{
    std::vector<fs::path> pictures;
    try {
        pictures = entries(resourceFolder() / "samples");
    } catch (const core::FileError&) {
        return {};
    }
    std::erase_if(pictures,
                  [](const fs::path& path) { return path.extension() != ".jpg" && path.extension() != ".png"; });
    return pictures;
}

fs::path findModel(const std::string& folderOrName)
{
    const std::string wanted = folderOrName.empty() ? kDefaultModel : folderOrName;
    std::string names;
    for (const EmbeddedModel& model : embeddedModels()) {
        if (model.name == wanted)
            return model.folder;
        names += (names.empty() ? "" : ", ") + model.name;
    }
    std::error_code ignored;
    if (fs::exists(wanted, ignored))
        return wanted;
    if (fs::path cached = core::hubModelPath(core::hubCacheFolder(), wanted); !cached.empty())
        return cached;
    if (folderOrName.empty())
        resourceFolder(); // says why nothing was found
    throw core::FileError(wanted
                          + ": neither a folder nor a file, an embedded model or a model in the Hugging Face cache; the "
                            "embedded ones are: "
                          + (names.empty() ? "none found" : names) + " (see tessera models)");
}

} // namespace tessera::app
