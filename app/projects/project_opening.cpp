// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/projects/project_opening.h"

#include "app/files/resources.h"
#include "app/files/state_folder.h"
#include "app/models/model_catalogue.h"
#include "app/projects/codes_alone.h"
#include "app/projects/project_snapshot.h"
#include "core/atomic_file.h"
#include "core/error.h"
#include "core/text.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace tessera::app {
namespace {

namespace fs = std::filesystem;

QString say(const char* text)
{
    return QCoreApplication::translate("Projects", text);
}

void checkFit(const core::ProjectModel& wanted, const core::OpenedModel& found)
{
    const core::Config& config = found.model->config();
    if (config.codes != wanted.codes || config.factor() != wanted.factor)
        throw core::ShapeError(found.model->name() + " has " + std::to_string(config.codes) + " codes of factor "
                               + std::to_string(config.factor()) + "; the project was made with "
                               + core::inQuotes(wanted.name) + ", which has " + std::to_string(wanted.codes)
                               + " of factor " + std::to_string(wanted.factor));
}

/// Names change, weights do not: a name counts where no hash is known.
bool mayBe(const core::ProjectModel& wanted, std::int64_t codes, std::int64_t factor, const std::string& name)
{
    return codes == wanted.codes && factor == wanted.factor && (!wanted.sha256.empty() || name == wanted.name);
}

bool isIt(const core::ProjectModel& wanted, const core::OpenedModel& found)
{
    return wanted.sha256.empty() || hashOf(found.files) == wanted.sha256;
}

/// The model's files of a project, unpacked to a folder of their hash that has the model's name.
fs::path unpacked(const core::ProjectModel& model)
{
    const fs::path name = fs::path(model.name).filename();
    const bool isPlain = name == model.name && name != "." && name != "..";
    const fs::path folder = stateFolder() / "models" / model.sha256 / (isPlain ? name : fs::path("model"));
    fs::create_directories(folder);
    for (const core::ProjectFile& file : model.files) // plain names: the manifest's reader has seen to that
        core::writeFileAtomically(folder / file.name, file.bytes);
    return folder;
}

std::vector<fs::path> places(const core::ProjectModel& model)
{
    std::vector<fs::path> places;
    if (!model.files.empty() && !model.sha256.empty())
        places.push_back(unpacked(model));
    for (const EmbeddedModel& embedded : embeddedModels())
        if (embedded.name == model.name)
            places.push_back(embedded.folder);
    if (fs::path(model.folder).is_absolute())
        places.emplace_back(model.folder);
    return places;
}

core::OpenedModel find(const core::ProjectModel& model, const std::vector<core::OpenedModel>& open, QString& problem)
{
    for (const core::OpenedModel& found : open)
        if (mayBe(model, found.model->config().codes, found.model->config().factor(), found.model->name())
            && isIt(model, found))
            return found;
    const QString name = QString::fromStdString(core::printable(model.name));
    problem = say("the model %1 is not there").arg(name);
    for (const fs::path& place : places(model)) {
        try {
            core::OpenedModel found = core::openModel(place);
            checkFit(model, found);
            if (isIt(model, found))
                return found;
            problem = say("the model in %1 has other weights than the one that the project was made with")
                          .arg(QString::fromStdString(core::printable(place.string())));
        } catch (const core::Error& error) {
            if (fs::exists(place))
                problem = QString::fromUtf8(error.what());
        }
    }
    for (const core::ListedModel& listed : modelsOfThisComputer())
        if (listed.canBeOpened() && mayBe(model, listed.codes, listed.factor, listed.name))
            try {
                if (core::OpenedModel found = core::openModel(listed.path); isIt(model, found))
                    return found;
            } catch (const core::Error&) { // its folder changes at this moment: the next one
            }
    return {};
}

/// What a person is told who gave a project another model than its own; empty where it is its own.
QString remarkOn(const core::ProjectModel& wanted, const core::OpenedModel& chosen)
{
    if (isIt(wanted, chosen))
        return {};
    return say("%1 has other weights than %2, which the project was made with. Its codes may mean other patches here.")
        .arg(QString::fromStdString(core::printable(chosen.model->name())),
             QString::fromStdString(core::printable(wanted.name)));
}

core::Prepared preparedFor(const core::Project& project, const core::Picture* picture, const core::OpenedModel& model)
{
    const std::int64_t factor = project.model.factor;
    const core::IndexMap& codes = project.encodedCodes;
    if (!picture)
        return preparedForCodes(codes, factor);
    core::Prepared prepared = core::prepare(*picture, model.model->config(), project.fit);
    prepared.tensor = {};
    if (prepared.how.modelWidth != codes.cols * factor || prepared.how.modelHeight != codes.rows * factor)
        throw core::ShapeError("the project has " + std::to_string(codes.rows) + " x " + std::to_string(codes.cols)
                               + " codes, which its picture of " + std::to_string(picture->width) + " x "
                               + std::to_string(picture->height) + " pixels does not have with this model");
    return prepared;
}

} // namespace

OpenedProject openProject(std::shared_ptr<const core::Project> project, const core::Picture* picture,
                          const std::vector<core::OpenedModel>& open)
{
    OpenedProject opened{.project = std::move(project)};
    opened.model = find(opened.project->model, open, opened.problem);
    if (opened.model.model) {
        checkFit(opened.project->model, opened.model);
        opened.prepared = preparedFor(*opened.project, picture, opened.model);
    }
    return opened;
}

OpenedProject openProjectWith(std::shared_ptr<const core::Project> project, const core::Picture* picture,
                              const core::OpenedModel& model)
{
    checkFit(project->model, model);
    OpenedProject opened{.project = std::move(project), .model = model};
    opened.remark = remarkOn(opened.project->model, model);
    opened.prepared = preparedFor(*opened.project, picture, model);
    return opened;
}

} // namespace tessera::app
