// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/model_catalogue.h"

#include "app/files/resources.h"
#include "core/model/hub_cache.h"

#include <iterator>

namespace tessera::app {

std::vector<core::ListedModel> modelsOfThisComputer(const std::stop_token& stop)
{
    std::vector<core::ListedModel> all;
    for (const EmbeddedModel& model : embeddedModels())
        all.push_back(core::describeModel(model.name, model.folder));
    std::vector<core::ListedModel> cached = core::hubModels(core::hubCacheFolder(), stop);
    std::move(cached.begin(), cached.end(), std::back_inserter(all));
    return all;
}

} // namespace tessera::app
