// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/analysis/usage_survey.h"

#include "app/engine/engine.h"
#include "app/pictures/picture_files.h"
#include "core/error.h"
#include "core/memory.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QtConcurrentRun>

#include <new>
#include <utility>

namespace tessera::app {
namespace {

constexpr quint64 kFirstId = quint64{1} << 62; ///< documents are numbered from 1

} // namespace

UsageSurvey::UsageSurvey(Engine& engine, QObject* parent) : QObject(parent), m_engine(engine), m_id(kFirstId)
{
    connect(&m_lister, &QFutureWatcherBase::finished, this, [this] {
        if (!m_lister.isCanceled() && m_listing)
            takeList();
    });
    connect(&m_reader, &QFutureWatcherBase::finished, this, [this] {
        if (m_reader.isCanceled() || !m_reading)
            return;
        m_reading = false;
        m_waiting.push_back(m_reader.result());
        goOn();
    });
    connect(&engine, &Engine::encoded, this,
            [this](quint64 id, const auto& /*model*/, const auto& /*prepared*/, const core::IndexMap& codes) {
                if (id == m_id && m_encoding)
                    takeCodes(codes);
            });
    connect(&engine, &Engine::failed, this, [this](Engine::Job job, const QString& message, quint64 id) {
        if (id != m_id || job != Engine::Job::encode || !m_encoding)
            return;
        const std::filesystem::path path = m_encoding->path;
        endEncoding();
        fail(path, message.toStdString());
        goOn();
    });
    connect(&engine, &Engine::encodeDropped, this, [this](quint64 id) {
        if (id == m_id && m_encoding)
            cancel(); // somebody stopped all that runs
    });
}

UsageSurvey::~UsageSurvey()
{
    m_engine.disconnect(this);
    stop();
}

void UsageSurvey::start(const QStringList& paths, std::shared_ptr<const core::VqModel> model)
{
    stop();
    m_model = std::move(model);
    m_usage = core::CodeUsage(m_model->config().codes);
    m_list = {};
    m_problem.clear();
    m_done = 0;
    m_next = 0;
    m_running = true;
    m_title = QFileInfo(QDir::cleanPath(paths.front())).fileName(); // also of what ends in a slash
    if (paths.size() > 1)
        m_title = tr("%1 and %n more", nullptr, static_cast<int>(paths.size()) - 1).arg(m_title);
    std::vector<std::string> names;
    for (const QString& path : paths)
        names.push_back(QFile::encodeName(path).toStdString());
    m_listing = true;
    m_lister.setFuture(QtConcurrent::run([names = std::move(names)]() -> Listed {
        try {
            return {listPictures(names), {}};
        } catch (const std::exception& error) {
            return {{}, QString::fromUtf8(error.what())};
        }
    }));
    emit changed();
}

void UsageSurvey::cancel()
{
    if (!m_running)
        return;
    stop();
    emit changed();
}

void UsageSurvey::setPaused(bool paused)
{
    if (paused == m_paused)
        return;
    m_paused = paused;
    if (paused && m_encoding) { // and begins again
        m_waiting.push_front(*m_encoding);
        endEncoding();
    }
    goOn();
}

void UsageSurvey::stop()
{
    m_running = false;
    m_listing = false;
    m_lister.setFuture({});
    m_reader.setFuture({});
    m_reading = false;
    m_waiting.clear();
    endEncoding();
}

/// The engine stops it where it runs, and keeps nothing of a number that is over.
void UsageSurvey::endEncoding()
{
    if (std::exchange(m_encoding, {}))
        m_engine.cancel(m_id);
}

UsageSurvey::Loaded UsageSurvey::load(const std::filesystem::path& path)
{
    try {
        ReadPicture read = readPicture(path);
        // What is shown in part can be looked at, but its figures would be those of another picture.
        if (read.facts.damaged)
            throw core::FormatError(read.notes.front());
        return {path, std::make_shared<const core::Picture>(std::move(read.picture)), {}};
    } catch (const core::Error& error) {
        return {path, nullptr, reasonOf(error.what(), path)};
    } catch (const std::bad_alloc&) {
        return {path, nullptr, core::memoryShortage("for this picture", {}, "use a smaller one, or close other programs")};
    }
}

void UsageSurvey::takeList()
{
    m_listing = false;
    const Listed listed = m_lister.result();
    m_list = listed.list;
    m_problem = listed.problem;
    if (!m_problem.isEmpty())
        m_running = false;
    emit changed();
    goOn();
}

void UsageSurvey::takeCodes(const core::IndexMap& codes)
{
    endEncoding();
    m_usage.add(codes);
    ++m_done;
    emit changed();
    goOn();
}

void UsageSurvey::fail(const std::filesystem::path& path, const std::string& why)
{
    m_list.failed.push_back({path.string(), why});
    ++m_done;
    emit changed();
}

void UsageSurvey::goOn()
{
    if (!m_running)
        return;
    while (!m_waiting.empty() && !m_waiting.front().picture) {
        fail(m_waiting.front().path, m_waiting.front().why);
        m_waiting.pop_front();
    }
    if (!m_waiting.empty() && !m_encoding && !m_paused) {
        m_encoding = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_engine.encode(++m_id, m_model, m_encoding->picture, core::Fit::pad);
    }
    if (m_waiting.empty() && !m_reading && m_next < m_list.pictures.size()) {
        m_reading = true;
        m_reader.setFuture(QtConcurrent::run(&UsageSurvey::load, m_list.pictures[m_next++]));
    }
    if (m_done == total() && !m_listing) {
        m_running = false;
        emit changed();
    }
}

} // namespace tessera::app
