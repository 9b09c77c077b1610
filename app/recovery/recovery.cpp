// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recovery/recovery.h"

#include "app/projects/project_saver.h"
#include "app/session.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>
#include <QLocale>
#include <QUuid>
#include <QtConcurrentRun>

#include <chrono>
#include <new>
#include <system_error>
#include <utility>

namespace tessera::app {
namespace {

QDateTime toDateTime(std::filesystem::file_time_type time)
{
    const auto system = std::chrono::file_clock::to_sys(time);
    return QDateTime::fromSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::seconds>(system.time_since_epoch()).count());
}

} // namespace

Recovery::Recovery(Session& session, ProjectSaver& saver, std::filesystem::path root, QObject* parent)
    : QObject(parent), m_session(session), m_saver(saver), m_root(std::move(root))
{
    m_writer.setMaxThreadCount(1);
    m_writer.setThreadPriority(QThread::HighPriority); // a stroke is to be on the disk before anything else is done
    connect(&m_looker, &QFutureWatcherBase::finished, this, [this] {
        const std::shared_ptr<Found> result = m_looker.result();
        m_left = std::move(result->folders);
        for (const std::string& problem : result->problems)
            emit failed(tr("Work of an earlier run cannot be read: %1").arg(QString::fromStdString(problem)));
        if (!m_left.empty())
            emit found();
        emit offersChanged();
    });
    connect(&session, &Session::documentsChanged, this, &Recovery::watchDocuments);
    connect(&saver, &ProjectSaver::saved, this, [this](Document* document, const QString& path) {
        // What was painted while it was being written is not in the file.
        using Kind = core::HistoryEvent::Kind;
        append(document, {.kind = document->isModified() ? Kind::unsaved : Kind::saved, .path = path.toStdString()});
    });
    watchDocuments();
}

Recovery::~Recovery()
{
    m_looker.disconnect(this);
    m_looker.waitForFinished();
    for (const auto& files : std::as_const(m_journals))
        post([files] { files->remove(); });
    m_writer.waitForDone();
    if (m_own.empty())
        return;
    std::error_code ignored;
    std::filesystem::remove(m_own / "lock", ignored);
    std::filesystem::remove(m_own, ignored);
}

void Recovery::look()
{
    m_looker.setFuture(QtConcurrent::run([root = m_root, own = m_own] {
        auto found = std::make_shared<Found>();
        try {
            found->folders = findLeftWork(root, own, found->problems);
        } catch (const std::exception& error) {
            found->problems.push_back(error.what());
        }
        return found;
    }));
}

QStringList Recovery::offers() const
{
    QStringList offers;
    const QLocale locale;
    for (const LeftFolder& folder : m_left)
        for (const RecoveredWork& work : folder.works)
            offers << tr("%1: %n edit(s), %2", nullptr, static_cast<int>(work.edits))
                          .arg(QString::fromStdString(work.project->title),
                               locale.toString(toDateTime(work.time), QLocale::ShortFormat));
    return offers;
}

void Recovery::recoverAll()
{
    const std::vector<LeftFolder> left = std::exchange(m_left, {});
    for (const LeftFolder& folder : left)
        for (const RecoveredWork& work : folder.works)
            // The old files go when the new journal, which holds the same, is there.
            m_session.openRecovered(work.project, QString::fromStdString(work.savedTo), [this, work, lock = folder.lock] {
                post([work, lock] { discard(work); });
            });
    emit offersChanged();
}

void Recovery::discardAll()
{
    const std::vector<LeftFolder> left = std::exchange(m_left, {});
    for (const LeftFolder& folder : left)
        for (const RecoveredWork& work : folder.works)
            post([work, lock = folder.lock] { discard(work); });
    emit offersChanged();
}

void Recovery::watchDocuments()
{
    const QList<Document*> documents = m_session.documents();
    for (auto i = m_journals.begin(); i != m_journals.end();) {
        if (documents.contains(i.key())) {
            ++i;
            continue;
        }
        post([files = i.value()] { files->remove(); });
        i = m_journals.erase(i);
    }
    for (Document* document : documents)
        if (!m_journals.contains(document))
            watch(document);
}

void Recovery::watch(Document* document)
{
    if (!makeFolder())
        return;
    m_journals.insert(document, std::make_shared<JournalFiles>(m_own / std::to_string(++m_last)));
    using Kind = core::HistoryEvent::Kind;
    connect(document, &Document::encodedChanged, this, [this, document] { begin(document); });
    connect(document, &Document::edited, this, [this, document](const core::Edit& edit, const QString& label, bool more) {
        append(document, {more ? Kind::more : Kind::step, {edit, label.toStdString()}});
    });
    connect(document, &Document::undone, this, [this, document] { append(document, {.kind = Kind::undo, .count = 1}); });
    connect(document, &Document::redone, this, [this, document] { append(document, {.kind = Kind::redo, .count = 1}); });
    if (document->hasCodes() || document->isModified())
        begin(document);
}

void Recovery::begin(Document* document)
{
    const std::shared_ptr<JournalFiles> files = m_journals.value(document);
    if (!files)
        return;
    const bool unsaved = document->isModified() || (document->path().isEmpty() && document->projectPath().isEmpty());
    if (const auto& waiting = document->waitingProject())
        post([files, waiting, unsaved] { files->begin(*waiting, unsaved); });
    else
        post([files, snapshot = m_saver.snapshot(*document), unsaved]() mutable { files->begin(std::move(snapshot), unsaved); });
}

void Recovery::append(Document* document, core::HistoryEvent event)
{
    if (const std::shared_ptr<JournalFiles> files = m_journals.value(document))
        post([files, event = std::move(event)] { files->append(event); });
}

/// What fails is said once: the work goes on, and saving is another matter.
void Recovery::post(std::function<void()> job)
{
    m_writer.start([this, job = std::move(job)] {
        QString problem;
        try {
            job();
            return;
        } catch (const std::bad_alloc&) {
            problem = tr("there is not enough memory");
        } catch (const std::exception& error) {
            problem = QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(this, [this, problem] {
            if (!std::exchange(m_isBroken, true))
                emit failed(tr("No recovery journal can be kept, so save often: %1").arg(problem));
        }, Qt::QueuedConnection);
    });
}

bool Recovery::makeFolder()
{
    if (!m_own.empty() || m_isBroken)
        return !m_isBroken;
    const std::filesystem::path own
        = m_root / (std::to_string(QCoreApplication::applicationPid()) + "-"
                    + QUuid::createUuid().toString(QUuid::WithoutBraces).first(8).toStdString());
    try {
        std::filesystem::create_directories(own);
        std::filesystem::permissions(own, std::filesystem::perms::owner_all); // it holds people's pictures
        m_lock = core::FolderLock::tryLock(own);
        m_own = own;
    } catch (const std::exception& error) {
        m_isBroken = true;
        emit failed(tr("No recovery journal can be kept, so save often: %1").arg(QString::fromUtf8(error.what())));
    }
    return !m_isBroken;
}

} // namespace tessera::app
