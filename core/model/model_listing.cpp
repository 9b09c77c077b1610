// SPDX-License-Identifier: Apache-2.0
#include "core/model/model_listing.h"

#include "core/error.h"
#include "core/files/paths.h"
#include "core/model/config.h"
#include "core/model/hub_cache.h"
#include "core/model/model_folder.h"
#include "core/model/models_inside.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tessera::core {

namespace {

namespace fs = std::filesystem;

/// Would a person look for it among models, though it does not open?
bool couldBeModel(const fs::path& snapshot)
{
    if (snapshot.empty())
        return false;
    constexpr std::array kSigns{"model_index.json", "vqvae", "movq", "vae", "checkpoints"};
    if (std::ranges::any_of(kSigns, [&](const char* sign) { return isThere(snapshot / sign); }))
        return true;
    const std::vector<std::string> names = namesIn(snapshot);
    return std::ranges::any_of(names, [](const std::string& name) { return name.starts_with("diffusion_pytorch_model"); })
        || holdsTrainersCheckpoint(snapshot) || kindOfConfig(snapshot / "config.json") == ConfigKind::vqModel;
}

void addRepository(const HubRepository& repository, std::vector<ListedModel>& all)
{
    const fs::path snapshot = snapshotOf(repository.folder);
    if (snapshot.empty())
        return;
    const auto described = [&](const fs::path& place) {
        return describeModel(repository.name + "/" + place.lexically_relative(snapshot).string(), place);
    };
    ListedModel whole = describeModel(repository.name, repository.folder);
    if (whole.canBeOpened()) {
        all.push_back(whole);
        for (const fs::path& place : modelFoldersIn(snapshot))
            if (place != whole.path)
                all.push_back(described(place));
        return;
    }
    const bool isPlausible = couldBeModel(snapshot);
    const std::vector<fs::path> inside = modelsInside(snapshot);
    const bool isOneOfThem = !inside.empty() && isFolder(inside.front());
    if (inside.size() < 2 || isThere(snapshot / "model_index.json")) {
        if (isPlausible || isOneOfThem)
            all.push_back(std::move(whole));
        return;
    }
    for (const fs::path& place : inside)
        if (ListedModel model = described(place); model.canBeOpened() || isPlausible || isOneOfThem)
            all.push_back(std::move(model));
}

} // namespace

ListedModel describeModel(std::string name, const fs::path& path)
{
    ListedModel listed{.name = std::move(name), .path = path};
    try {
        const OpenedModel opened = inspectModel(path);
        const Config& config = opened.model->config();
        listed.name = opened.model->name();
        listed.path = opened.files.folder;
        listed.factor = config.factor();
        listed.codes = config.codes;
        listed.dimensions = config.embedDim;
        listed.bytes = opened.files.bytes;
    } catch (const std::exception& error) {
        listed.problem = error.what();
    }
    return listed;
}

std::vector<ListedModel> hubModels(const fs::path& cache, const std::stop_token& stop)
{
    std::vector<ListedModel> all;
    if (cache.empty())
        return all;
    for (const HubRepository& repository : hubRepositories(cache)) {
        if (stop.stop_requested())
            break;
        addRepository(repository, all);
    }
    return all;
}

} // namespace tessera::core
