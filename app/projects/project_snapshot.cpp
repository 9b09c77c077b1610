// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/projects/project_snapshot.h"

#include "app/documents/document.h"
#include "app/documents/edit_command.h"
#include "app/pictures/picture_files.h"
#include "core/analysis/thumbnail.h"
#include "core/error.h"
#include "core/files/bounded_file.h"

#include <QCryptographicHash>
#include <QFileInfo>

#include <algorithm>

namespace tessera::app {
namespace {

constexpr int kThumbnailSide = 256;
constexpr std::size_t kReadAtOnce = 1 << 20;

core::History historyOf(const Document& document)
{
    core::History history;
    const QUndoStack& stack = document.undoStack();
    for (int i = 0; i < stack.count(); ++i) {
        const auto& command = static_cast<const EditCommand&>(*stack.command(i));
        history.steps.push_back({command.edit(), command.text().toStdString()});
    }
    history.position = static_cast<std::size_t>(stack.index());
    return history;
}

} // namespace

ProjectSnapshot snapshotOf(const Document& document, const core::OpenedModel& model,
                           std::vector<core::ProjectStamp> stamps)
{
    ProjectSnapshot snapshot;
    core::Project& project = snapshot.project;
    if (document.waitingProject())
        project = *document.waitingProject(); // all that it holds stays
    project.title = document.title().toStdString();
    project.picturePath = document.path().toStdString();
    const QString name = QFileInfo(document.path()).fileName();
    if (document.hasPicture())
        project.picture.name = name.isEmpty() ? "picture.png" : name.toStdString();
    const View& view = document.view();
    project.view = {std::clamp(view.zoom, 1.0 / 1024, 1024.0), view.centre.x(), view.centre.y(), view.fitted};
    snapshot.source = document.source();
    snapshot.original = document.original();
    snapshot.drawn = document.reconstruction() ? document.reconstruction() : document.original();
    if (!document.hasCodes() || document.waitingProject())
        return snapshot;
    const core::Config& config = document.model()->config();
    project.fit = document.preparation().fit;
    project.model = {.name = document.model()->name(),
                     .folder = model.files.folder.string(),
                     .codes = config.codes,
                     .factor = config.factor()};
    project.encodedCodes = document.encodedCodes();
    project.state = {document.codes(), document.selection()};
    project.history = historyOf(document);
    project.stamps = std::move(stamps);
    snapshot.modelFiles = model.files;
    return snapshot;
}

core::Project finish(ProjectSnapshot snapshot)
{
    core::Project project = std::move(snapshot.project);
    if (!project.picture.bytes.empty())
        snapshot.source = nullptr;
    else if (snapshot.source)
        project.picture.bytes = *snapshot.source;
    else if (snapshot.original)
        project.picture.bytes = encodePicture(*snapshot.original, PictureFormat::png, {.bits = 16});
    if (snapshot.drawn)
        project.thumbnail = encodePicture(core::thumbnail(*snapshot.drawn, kThumbnailSide), PictureFormat::png);
    if (project.hasCodes() && !snapshot.modelFiles.weightFiles.empty() && project.model.sha256.empty())
        project.model.sha256 = hashOf(snapshot.modelFiles);
    if (snapshot.bundlesModel && !snapshot.modelFiles.weightFiles.empty()) {
        std::vector<std::filesystem::path> files = snapshot.modelFiles.weightFiles;
        if (!snapshot.modelFiles.config.empty()) // a checkpoint may be without one
            files.push_back(snapshot.modelFiles.config);
        for (const std::filesystem::path& file : files)
            project.model.files.push_back({file.filename().string(), core::readFile(file, core::kMostProjectBytes)});
    }
    return project;
}

std::string hashOf(const core::ModelFiles& files)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    std::vector<std::byte> part(kReadAtOnce);
    for (const std::filesystem::path& path : files.weightFiles) {
        const core::InputFile file(path);
        for (std::uint64_t done = 0; done < file.size();) {
            const std::size_t size = static_cast<std::size_t>(std::min<std::uint64_t>(part.size(), file.size() - done));
            file.read(done, std::span(part).first(size));
            hash.addData(QByteArrayView(part.data(), static_cast<qsizetype>(size)));
            done += size;
        }
    }
    return hash.result().toHex().toStdString();
}

} // namespace tessera::app
