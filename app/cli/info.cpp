// SPDX-License-Identifier: GPL-3.0-or-later
// tessera info MODEL [--json]
#include "app/cli/sub_commands.h"
#include "app/files/resources.h"
#include "core/model/config_json.h"
#include "core/model/model_folder.h"

#include <CLI/CLI.hpp>

namespace tessera::app::cli {
namespace {

Json describe(const core::OpenedModel& opened)
{
    const core::VqModel& model = *opened.model;
    Json report;
    report["model"] = model.name();
    report["folder"] = opened.files.folder.string();
    report["config"] = core::configToJson(model.config());
    report["parameters"] = model.weights().parameters();
    report["factor"] = model.factor();
    report["codebook"] = {{"codes", model.config().codes}, {"dimensions", model.config().embedDim}};
    report["bytes"] = opened.files.bytes;
    report["dtype"] = model.weights().dtypes();
    report["files"] = Json::array();
    for (const auto& file : opened.files.weightFiles)
        report["files"].push_back(file.filename().string());
    report["notes"] = model.notes();
    return report;
}

/// Values of one line: lists as "a, b".
std::string valueText(const Json& value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (!value.is_array())
        return value.dump(-1, ' ', false, Json::error_handler_t::replace);
    std::string text;
    for (const Json& item : value)
        text += (text.empty() ? "" : ", ") + valueText(item);
    return text;
}

void printText(const Json& report)
{
    const auto row = [](const std::string& name, const std::string& value) {
        print(name + std::string(name.size() < 26 ? 26 - name.size() : 1, ' ') + value + "\n");
    };
    row("model", valueText(report["model"]));
    row("folder", valueText(report["folder"]));
    row("parameters", valueText(report["parameters"]));
    row("factor", valueText(report["factor"]) + " (pixels of a side for each cell)");
    row("codebook",
        valueText(report["codebook"]["codes"]) + " codes of " + valueText(report["codebook"]["dimensions"])
            + " numbers");
    row("weights",
        valueText(report["dtype"]) + ", " + valueText(report["bytes"]) + " bytes in " + valueText(report["files"]));
    for (const auto& [key, value] : report["config"].items())
        row("  " + key, valueText(value));
    if (report["notes"].empty())
        row("notes", "none");
    for (const Json& note : report["notes"])
        row("note", valueText(note));
}

void run(const std::string& name, const SharedOptions& shared)
{
    const Json report = describe(core::openModel(findModel(name.empty() ? shared.model : name)));
    if (shared.json)
        printJson(report);
    else
        printText(report);
}

} // namespace

Job setUpInfo(CLI::App& command, const SharedOptions& shared)
{
    const auto name = std::make_shared<std::string>();
    command.add_option("MODEL", *name, "A model's folder or checkpoint, or a name that `tessera models` lists");
    command.callback([name, &shared] {
        if (name->empty() && shared.model.empty())
            throw CLI::RequiredError("MODEL");
    });
    return [name, &shared] { run(*name, shared); };
}

} // namespace tessera::app::cli
