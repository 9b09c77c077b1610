// SPDX-License-Identifier: GPL-3.0-or-later
// tessera models [--json]
#include "app/cli/sub_commands.h"
#include "app/models/model_catalogue.h"
#include "core/model/hub_cache.h"
#include "core/text.h"

#include <CLI/CLI.hpp>

namespace tessera::app::cli {
namespace {

Json described(const core::ListedModel& model)
{
    Json row;
    row["name"] = core::printable(model.name);
    row["path"] = model.path.string();
    row["can_be_opened"] = model.canBeOpened();
    if (model.canBeOpened()) {
        row["factor"] = model.factor;
        row["codes"] = model.codes;
        row["dimensions"] = model.dimensions;
        row["bytes"] = model.bytes;
    }
    row["problem"] = model.problem;
    return row;
}

void run(const SharedOptions& shared)
{
    const std::vector<core::ListedModel> models = modelsOfThisComputer();
    if (shared.json) {
        Json report;
        report["models"] = Json::array();
        for (const core::ListedModel& model : models)
            report["models"].push_back(described(model));
        report["cache"] = core::hubCacheFolder().string();
        printJson(report);
        return;
    }
    for (const core::ListedModel& model : models) {
        print(core::printable(model.name) + "\n");
        if (model.canBeOpened())
            print("     factor " + std::to_string(model.factor) + ", "
                  + core::grouped(static_cast<std::uint64_t>(model.codes)) + " codes of "
                  + std::to_string(model.dimensions) + " numbers, " + core::grouped(model.bytes) + " bytes\n");
        else
            print("     cannot be opened: " + model.problem + "\n");
        print("     " + core::printable(model.path.string(), 400) + "\n");
    }
    if (const auto cache = core::hubCacheFolder(); !cache.empty())
        print("The Hugging Face cache is " + core::printable(cache.string(), 400) + "\n");
}

} // namespace

Job setUpModels(CLI::App&, const SharedOptions& shared)
{
    return [&shared] { run(shared); };
}

} // namespace tessera::app::cli
