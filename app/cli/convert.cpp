// SPDX-License-Identifier: GPL-3.0-or-later
// tessera convert MODEL OUT_DIR [--force] [--json]
#include "app/cli/replacing.h"
#include "app/cli/sub_commands.h"
#include "app/files/resources.h"
#include "core/atomic_file.h"
#include "core/model/convert.h"
#include "core/model/model_folder.h"
#include "core/text.h"

#include <CLI/CLI.hpp>

#include <filesystem>

namespace tessera::app::cli {
namespace {

struct Options {
    std::string model;
    std::string folder;
    bool force = false;
};

void run(const Options& options, const SharedOptions& shared)
{
    core::checkConvertFolder(options.folder, options.force);
    const core::OpenedModel opened = core::openModel(findModel(options.model));
    Paths inputs = opened.files.weightFiles;
    inputs.push_back(opened.files.config);
    refuseInputs(core::convertedFiles(options.folder), inputs);
    for (const std::string& note : opened.model->notes())
        say("note: " + opened.model->name() + ": " + note);
    std::error_code ignored;
    const std::filesystem::path folder = std::filesystem::absolute(options.folder, ignored).lexically_normal();
    core::removeLeftOvers(folder);
    core::removeLeftOvers((folder.has_filename() ? folder : folder.parent_path()).parent_path());
    core::convertModel(*opened.model, options.folder, options.force);
    if (shared.json) {
        Json report;
        report["model"] = opened.model->name();
        report["from"] = opened.files.folder.string();
        report["folder"] = options.folder;
        report["parameters"] = opened.model->weights().parameters();
        printJson(report);
    } else {
        print(core::printable(opened.model->name()) + " is now in " + core::printable(options.folder, 400) + "\n");
    }
}

} // namespace

Job setUpConvert(CLI::App& command, const SharedOptions& shared)
{
    const auto options = std::make_shared<Options>();
    command
        .add_option("MODEL", options->model, "A model's folder or checkpoint, or a name that `tessera models` lists")
        ->required();
    command.add_option("OUT_DIR", options->folder, "The folder to make")->required();
    command.add_flag("--force", options->force, "Replace the model in a folder that is there");
    return [options, &shared] { run(*options, shared); };
}

} // namespace tessera::app::cli
