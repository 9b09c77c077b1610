// SPDX-License-Identifier: Apache-2.0
#include "core/model/model_listing.h"

#include "core/error.h"
#include "core/files/paths.h"
#include "core/model/hub_cache.h"
#include "core/model/model_folder.h"

#include <algorithm>
#include <array>
#include <new>
#include <utility>

namespace tessera::core {

namespace {

namespace fs = std::filesystem;

bool couldBeModel(const fs::path& snapshot)
{
    if (snapshot.empty())
        return false;
    constexpr std::array kSigns{"model_index.json", "vqvae", "movq", "vae", "checkpoints"};
    if (std::ranges::any_of(kSigns, [&](const char* sign) { return isThere(snapshot / sign); }))
        return true;
    const std::vector<std::string> names = namesIn(snapshot);
    return std::ranges::any_of(names, [](const std::string& name) {
        return name.starts_with("diffusion_pytorch_model") || name.ends_with(".ckpt");
    });
}

} // namespace

ListedModel describeModel(std::string name, const fs::path& path)
{
    ListedModel listed{.name = std::move(name), .path = path};
    try {
        const OpenedModel opened = inspectModel(path);
        const Config& config = opened.model->config();
        listed.path = opened.files.folder;
        listed.factor = config.factor();
        listed.codes = config.codes;
        listed.dimensions = config.embedDim;
        listed.bytes = opened.files.bytes;
    } catch (const std::bad_alloc&) {
        listed.problem = "there is not enough memory to look at it";
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
        if (couldBeModel(snapshotOf(repository.folder)))
            all.push_back(describeModel(repository.name, repository.folder));
    }
    return all;
}

} // namespace tessera::core
