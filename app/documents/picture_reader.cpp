// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/documents/picture_reader.h"

#include "app/files/memory_notice.h"
#include "app/pictures/picture_files.h"
#include "core/error.h"
#include "core/files/bounded_file.h"
#include "core/text.h"

#include <QFile>
#include <QFileInfo>
#include <QtConcurrentRun>

#include <algorithm>
#include <new>
#include <utility>

namespace tessera::app {
namespace {

/// By what it holds: names may be anything.
bool isProject(const std::filesystem::path& path)
{
    const core::InputFile file(path);
    std::vector<std::byte> head(static_cast<std::size_t>(std::min<std::uint64_t>(file.size(), 2)));
    file.read(0, head);
    return head.size() == 2 && head[0] == std::byte{'P'} && head[1] == std::byte{'K'};
}

void takePicture(ReadPicture read, PictureRead& result)
{
    for (const std::string& note : read.notes)
        result.notes.append(QString::fromStdString(note));
    for (const std::string& warning : read.warnings)
        result.warnings.append(QString::fromStdString(warning));
    result.picture = std::make_shared<const core::Picture>(std::move(read.picture));
}

void takeProject(std::shared_ptr<const core::Project> project, const std::vector<core::OpenedModel>& models,
                 PictureRead& result)
{
    result.path = QString::fromStdString(project->picturePath);
    result.title = result.projectPath.isEmpty() ? QString::fromStdString(project->title)
                                                : QFileInfo(result.projectPath).fileName();
    if (project->hasPicture()) {
        takePicture(readPicture(project->picture.bytes, core::printable(project->picture.name)), result);
        result.source = std::make_shared<const std::vector<std::byte>>(project->picture.bytes);
    }
    if (project->hasCodes())
        result.project
            = std::make_shared<const OpenedProject>(openProject(std::move(project), result.picture.get(), models));
}

/// Rather without its picture than not at all.
void takeRecovered(const std::shared_ptr<const core::Project>& project, const std::vector<core::OpenedModel>& models,
                   PictureRead& result)
{
    try {
        takeProject(project, models, result);
    } catch (const core::Error& error) {
        if (!project->hasPicture() || !project->hasCodes())
            throw;
        auto codes = std::make_shared<core::Project>(*project);
        codes->picture = {};
        result.picture = nullptr;
        result.source = nullptr;
        result.notes = {PictureReader::tr("its picture could not be read: %1").arg(QString::fromUtf8(error.what()))};
        takeProject(std::move(codes), models, result);
    }
}

} // namespace

PictureRead PictureReader::perform(const Wish& wish)
{
    PictureRead result;
    const QString absolute = wish.path.isEmpty() ? QString() : QFileInfo(wish.path).absoluteFilePath();
    result.title = QFileInfo(wish.path).fileName();
    result.toFront = wish.toFront;
    result.then = wish.then;
    result.isSaved = !wish.project;
    try {
        if (wish.project) {
            result.projectPath = absolute;
            takeRecovered(wish.project, wish.models, result);
            return result;
        }
        const std::filesystem::path path = QFile::encodeName(wish.path).toStdString();
        if (isProject(path)) {
            result.projectPath = absolute;
            core::withContext(path.string(), [&] {
                auto project = core::readProject(core::readFile(path, core::kMostProjectBytes));
                takeProject(std::make_shared<const core::Project>(std::move(project)), wish.models, result);
            });
        } else {
            auto bytes = std::make_shared<const std::vector<std::byte>>(readPictureFile(path));
            result.path = absolute;
            takePicture(readPicture(*bytes, path.string()), result);
            result.source = std::move(bytes);
        }
    } catch (const std::bad_alloc&) {
        result.problem = notEnoughMemory(tr("to open %1").arg(result.title));
    } catch (const std::exception& error) {
        result.problem = QString::fromUtf8(error.what());
    }
    return result;
}

PictureReader::PictureReader(QObject* parent) : QObject(parent)
{
    connect(&m_worker, &QFutureWatcherBase::finished, this, [this] {
        if (m_worker.isCanceled() || m_waiting.empty())
            return;
        const PictureRead read = m_worker.result();
        m_worker.setFuture({}); // a picture is large, and nobody needs this copy
        m_waiting.pop_front();
        m_isBusy = false;
        if (!read.problem.isEmpty() && read.toFront && !m_waiting.empty())
            m_waiting.front().toFront = true; // of several the first that can be shown
        emit done(read);
        next();
    });
}

PictureReader::~PictureReader()
{
    m_worker.disconnect(this); // results that are still on their way must find nobody
}

void PictureReader::read(const QString& path, bool toFront, std::vector<core::OpenedModel> models)
{
    m_waiting.push_back({path, toFront, std::move(models), nullptr, {}});
    next();
}

void PictureReader::take(std::shared_ptr<const core::Project> project, const QString& path,
                         std::vector<core::OpenedModel> models, std::function<void()> then)
{
    m_waiting.push_back({path, true, std::move(models), std::move(project), std::move(then)});
    next();
}

void PictureReader::cancel()
{
    m_waiting.clear();
    m_isBusy = false;
    m_worker.setFuture({});
}

QString PictureReader::title() const
{
    return m_waiting.empty() ? QString() : QFileInfo(m_waiting.front().path).fileName();
}

void PictureReader::next()
{
    if (m_waiting.empty() || m_isBusy)
        return;
    m_isBusy = true;
    m_worker.setFuture(QtConcurrent::run(&PictureReader::perform, m_waiting.front()));
}

} // namespace tessera::app
