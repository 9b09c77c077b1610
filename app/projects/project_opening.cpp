// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/projects/project_opening.h"

#include "app/files/resources.h"
#include "app/files/settings.h"
#include "app/files/state_folder.h"
#include "app/models/model_catalogue.h"
#include "app/projects/codes_alone.h"
#include "app/projects/project_snapshot.h"
#include "core/atomic_file.h"
#include "core/error.h"
#include "core/files/weight_files.h"
#include "core/text.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>

#include <algorithm>
#include <functional>
#include <utility>

namespace tessera::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kConfig = "config.json";

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

/// What hashOf() says of these once they are files: the weights are all but config.json.
std::string hashOfBundled(const core::ProjectModel& model)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const core::ProjectFile& file : model.files)
        if (file.name != kConfig)
            hash.addData(QByteArrayView(file.bytes.data(), static_cast<qsizetype>(file.bytes.size())));
    return hash.result().toHex().toStdString();
}

/// The model's files of a project, unpacked to a folder of their hash that has the last part of the model's name. Nothing is written where
/// they are not what the project says. Throws core::FormatError.
fs::path unpacked(const core::ProjectModel& model)
{
    for (const core::ProjectFile& file : model.files)
        if (file.name != kConfig && !core::isWeightFileName(file.name))
            throw core::FormatError("the project has the file " + core::inQuotes(file.name)
                                    + " inside, which is none of a model; expected config.json and weights");
    if (hashOfBundled(model) != model.sha256)
        throw core::FormatError("the model inside the project is not the one that the project names: its weights have another "
                                "hash");
    const fs::path name = fs::path(model.name).filename();
    const bool isPlain = !name.empty() && name != "." && name != "..";
    const fs::path folder = stateFolder() / "models" / model.sha256 / (isPlain ? name : fs::path("model"));
    fs::create_directories(folder);
    for (const core::ProjectFile& file : model.files) // plain names: the manifest's reader has seen to that
        core::writeFileAtomically(folder / file.name, file.bytes);
    return folder;
}

fs::path plain(const fs::path& place)
{
    const fs::path normal = place.lexically_normal();
    return normal.has_filename() ? normal : normal.parent_path();
}

/// Is it where a person has opened a model on this computer, or below that? A project from somewhere else may name any
/// place, and is not to make the program read there.
bool isKnown(const fs::path& place)
{
    QStringList known = openSettings().value(settings_key::kRecentModels).toStringList();
    known << openSettings().value(settings_key::kModel).toString();
    const fs::path wanted = plain(place);
    return std::ranges::any_of(known, [&wanted](const QString& text) {
        const fs::path folder = plain(QFile::encodeName(text).toStdString());
        return folder.is_absolute() && std::ranges::mismatch(folder, wanted).in1 == folder.end();
    });
}

using Place = std::function<fs::path()>;

std::vector<Place> places(const core::ProjectModel& model)
{
    std::vector<Place> places;
    if (!model.files.empty() && !model.sha256.empty())
        places.push_back([&model] { return unpacked(model); });
    for (const EmbeddedModel& embedded : embeddedModels())
        if (embedded.name == model.name)
            places.push_back([folder = embedded.folder] { return folder; });
    if (const fs::path folder = model.folder; folder.is_absolute() && isKnown(folder))
        places.push_back([folder] { return folder; });
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
    for (const Place& asked : places(model)) {
        fs::path place;
        try {
            place = asked();
            core::OpenedModel found = core::openModel(place);
            checkFit(model, found);
            if (isIt(model, found))
                return found;
            problem = say("the model in %1 has other weights than the one that the project was made with")
                          .arg(QString::fromStdString(core::printable(place.string())));
        } catch (const core::Error& error) {
            if (place.empty() || fs::exists(place))
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
    if (const fs::path folder = model.folder; folder.is_absolute() && !isKnown(folder))
        problem += say("; the project says that it was in %1, where this computer has opened none: open it there if you trust it")
                       .arg(QString::fromStdString(core::printable(model.folder)));
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
