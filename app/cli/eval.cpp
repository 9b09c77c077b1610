// SPDX-License-Identifier: GPL-3.0-or-later
// tessera eval PICTURES|DIRS... [-m MODEL]... [--json] [--csv F] [--force]
#include "app/cli/eval_report.h"
#include "app/cli/interrupt.h"
#include "app/cli/outputs.h"
#include "app/cli/replacing.h"
#include "app/cli/sub_commands.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <iterator>

namespace tessera::app::cli {
namespace {

struct Options {
    std::vector<std::string> inputs, models;
    std::string csv;
    bool force = false;
};

/// Names of models, those of folders of the same name lengthened by the folders above until they differ.
class DistinctNames {
public:
    void add(const std::string& name, const std::filesystem::path& folder)
    {
        const std::filesystem::path place = folder.has_filename() ? folder : folder.parent_path();
        m_names.push_back({name, place, place.filename() == name ? place.parent_path() : place});
    }
    std::vector<std::string> names()
    {
        for (bool isDone = false; !isDone;) {
            isDone = true;
            const std::vector<Name> before = m_names;
            for (Name& name : m_names) {
                const bool isTaken = std::ranges::any_of(before, [&name](const Name& other) {
                    return other.text == name.text && other.folder != name.folder;
                });
                if (!isTaken || !name.above.has_relative_path())
                    continue;
                name.text = name.above.filename().string() + "/" + name.text;
                name.above = name.above.parent_path();
                isDone = false;
            }
        }
        std::vector<std::string> names;
        for (const Name& name : m_names)
            names.push_back(name.text);
        return names;
    }

private:
    struct Name {
        std::string text;
        std::filesystem::path folder, above; ///< what of the folder's path is not in the text yet
    };
    std::vector<Name> m_names;
};

/// A session for each model, all of which are judged before the first one computes.
class Sessions {
public:
    Sessions(const Options& options, const SharedOptions& shared)
    {
        for (const std::string& model : options.models.empty() ? std::vector{shared.model} : options.models) {
            SharedOptions& own = m_options.emplace_back(shared);
            own.model = model;
            m_sessions.push_back(std::make_unique<Session>(own));
        }
    }

    std::size_t count() const { return m_sessions.size(); }
    std::vector<std::string> names() const
    {
        DistinctNames distinct;
        for (const std::unique_ptr<Session>& session : m_sessions)
            distinct.add(session->model().name(),
                         std::filesystem::absolute(session->opened().files.folder).lexically_normal());
        return distinct.names();
    }
    /// Of all models.
    Paths files() const
    {
        Paths files;
        for (const std::unique_ptr<Session>& session : m_sessions)
            std::ranges::copy(session->files(), std::back_inserter(files));
        return files;
    }
    /// Hands one over, so that models and devices go when they have done their work.
    std::unique_ptr<Session> take(std::size_t index) { return std::move(m_sessions[index]); }

private:
    std::deque<SharedOptions> m_options;
    std::vector<std::unique_ptr<Session>> m_sessions;
};

void run(const Options& options, const SharedOptions& shared)
{
    const Paths outputs = options.csv.empty() ? Paths() : Paths{options.csv};
    for (const std::filesystem::path& csv : outputs)
        judgePlace(csv);
    const PictureList list = listPictures(options.inputs);
    refuseInputs(outputs, list.pictures);
    askToReplace(outputs, options.force);
    const Interrupt interrupt; // who is asked may also end the program
    Sessions sessions(options, shared);
    refuseInputs(outputs, sessions.files());
    const std::vector<std::string> names = sessions.names();
    std::vector<Evaluation> evaluations;
    {
        ProgressLine line("measuring");
        const core::Progress shown = line.progress();
        for (std::size_t i = 0; i < sessions.count(); ++i) {
            const auto all = static_cast<double>(sessions.count());
            const core::Progress progress{interrupt.token(), [&shown, i, all](double fraction) {
                                              shown.step((static_cast<double>(i) + fraction) / all);
                                          }};
            evaluations.push_back(evaluate(*sessions.take(i), list, progress));
            evaluations.back().model = names[i];
        }
    }
    if (!options.csv.empty())
        writeText(options.csv, evalCsv(evaluations));
    if (!shared.json) {
        print(evalTable(evaluations));
    } else if (evaluations.size() == 1) {
        printJson(evalReport(evaluations.front()));
    } else {
        Json all = Json::array();
        for (const Evaluation& evaluation : evaluations)
            all.push_back(evalReport(evaluation));
        printJson(all);
    }
    std::size_t failed = 0;
    for (const Evaluation& evaluation : evaluations)
        failed = std::max(failed, evaluation.failed.size());
    requireNoneFailed(failed, list);
}

} // namespace

Job setUpEval(CLI::App& command, const SharedOptions& shared)
{
    const auto options = std::make_shared<Options>();
    command.add_option("PICTURE", options->inputs, "Pictures, and folders with all that is below them")->required();
    // Where the other sub-commands take one model, this one takes several.
    command.remove_option(command.get_option("--model"));
    command
        .add_option("-m,--model", options->models,
                    "A model's folder, or the name of an embedded one (default photo-f8-1024); several are measured "
                    "side by side")
        ->type_name("MODEL")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command.add_option("--csv", options->csv, "Write a row for each picture and model")->type_name("F");
    addForceOption(command, options->force);
    return [options, &shared] { run(*options, shared); };
}

} // namespace tessera::app::cli
