// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/cli.h"

#include "app/cli/sub_commands.h"
#include "core/error.h"
#include "core/memory.h"

#include <CLI/CLI.hpp>

#include <QCoreApplication>

#include <cstdio>
#include <memory>
#include <new>

namespace tessera::app::cli {
namespace {

constexpr int kFailed = 1;
constexpr int kNotUnderstood = 2;
constexpr int kInterrupted = 130; ///< as shells have it for Ctrl+C
constexpr int kLargestBudget = 1 << 20; ///< MiB: a TiB

/// The grammar and where it puts what it finds.
struct Grammar {
    CLI::App app{"Tessera: see, paint and decode the codes that a VQ model makes of a picture"};
    SharedOptions shared;
    std::vector<std::string> files;
    bool resetSettings = false;
    std::vector<std::pair<CLI::App*, Job>> jobs;

    Grammar()
    {
        app.name("tessera");
        app.set_version_flag("--version", "tessera " TESSERA_VERSION);
        app.footer("Without a sub-command the window opens. `tessera SUBCOMMAND --help` explains one.\n"
                   "Exit code: 0 done, 1 failed, 2 the command line was not understood, 130 stopped with Ctrl+C.");
        app.require_subcommand(0, 1);
        app.add_option("files", files, "Pictures and projects for the window")->type_name("PICTURE");
        app.add_flag("--reset-settings", resetSettings, "Begin with the window's settings as they were at first");
        addShared(app);
        for (const SubCommand& row : kSubCommands) {
            CLI::App* command = app.add_subcommand(row.name, row.summary);
            addShared(*command);
            command->add_flag("--json", shared.json, "One JSON object on standard output and nothing else");
            jobs.emplace_back(command, row.setUp(*command, shared));
        }
    }

    void addShared(CLI::App& command)
    {
        const auto last = CLI::MultiOptionPolicy::TakeLast;
        command
            .add_option("-m,--model", shared.model,
                        "A model's folder or checkpoint, or a name that `tessera models` lists (default photo-f8-1024)")
            ->type_name("MODEL")
            ->multi_option_policy(last);
        command
            .add_option("--device", shared.device,
                        "Number or name as `tessera devices` lists them, or cpu (default: the best)")
            ->type_name("DEVICE")
            ->multi_option_policy(last);
        command.add_flag("--exact", shared.exact,
                         "Decode with the most exact arithmetic, not with the fastest");
        command
            .add_option("--memory-budget", shared.memoryBudget,
                        "MiB of the device's memory that a pass may take (default: what the device has)")
            ->type_name("MIB")
            ->check(CLI::Range(1, kLargestBudget))
            ->multi_option_policy(last);
    }

    const Job* job() const
    {
        for (const auto& [command, work] : jobs)
            if (command->parsed())
                return &work;
        return nullptr;
    }
};

/// Parses; an exit code where that is all there is to do.
std::optional<int> parse(Grammar& grammar, int argc, char** argv)
{
    try {
        grammar.app.parse(argc, argv);
        if (grammar.job() && !grammar.files.empty())
            throw CLI::ExtrasError({grammar.files.front()});
        if (grammar.job() && grammar.resetSettings)
            throw CLI::ExtrasError({"--reset-settings"}); // the settings are the window's
        return std::nullopt;
    } catch (const CLI::Success& question) {
        grammar.app.exit(question); // help or version, on standard output
        return 0;
    } catch (const CLI::ParseError& error) {
        std::string about = "tessera";
        for (const auto& [command, work] : grammar.jobs)
            if (command->parsed())
                about += " " + command->get_name();
        say(std::string(error.what()) + " (see " + about + " --help)");
        return kNotUnderstood;
    }
}

int runJob(const Job& job)
{
    try {
        job();
    } catch (const core::Cancelled&) {
        say("stopped; nothing was written");
        return kInterrupted;
    } catch (const std::bad_alloc&) {
        say(core::memoryShortage("for this", {}, "use a smaller picture, or close other programs"));
        return kFailed;
    } catch (const std::exception& error) {
        say(error.what());
        return kFailed;
    }
    if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
        say("standard output cannot be written");
        return kFailed;
    }
    return 0;
}

} // namespace

Outcome runCommandLine(int argc, char** argv)
{
    Grammar grammar;
    if (const std::optional<int> done = parse(grammar, argc, argv))
        return {.exitCode = *done};
    if (const Job* job = grammar.job()) {
        QCoreApplication application(argc, argv); // finds the picture plugins
        return {.exitCode = runJob(*job)};
    }
    WindowArguments window{.model = QString::fromLocal8Bit(grammar.shared.model.c_str()),
                           .device = QString::fromLocal8Bit(grammar.shared.device.c_str()),
                           .resetSettings = grammar.resetSettings,
                           .options = grammar.shared.deviceOptions()};
    window.options.tune = gpu::Tune::measure;
    window.options.hurry = true;
    for (const std::string& file : grammar.files)
        window.files.append(QString::fromLocal8Bit(file.c_str()));
    return {.window = std::move(window)};
}

std::string help() { return Grammar().app.help(); }

} // namespace tessera::app::cli
