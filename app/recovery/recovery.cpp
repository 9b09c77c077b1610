// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recovery/recovery.h"

#include "app/projects/project_saver.h"
#include "app/session.h"
#include "core/atomic_file.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QUuid>
#include <QtConcurrentRun>

#include <algorithm>
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

QString titleOf(const RecoveredWork& work)
{
    return work.savedTo.empty() ? QString::fromStdString(work.project->title)
                                : QFileInfo(QString::fromStdString(work.savedTo)).fileName();
}

} // namespace

Recovery::Recovery(Session& session, ProjectSaver& saver, std::filesystem::path root, QObject* parent)
    : QObject(parent), m_session(session), m_saver(saver), m_root(std::move(root))
{
    m_writer.setMaxThreadCount(1);
    m_writer.setThreadPriority(QThread::HighPriority); // a stroke is to be on the disk before anything else is done
    m_pictures.setMaxThreadCount(1);
    m_syncer.setMaxThreadCount(1);
    connect(&m_looker, &QFutureWatcherBase::finished, this, [this] {
        const std::shared_ptr<Found> result = m_looker.result();
        m_left.clear();
        for (LeftFolder& folder : result->folders)
            for (RecoveredWork& work : folder.works)
                m_left.push_back({++m_lastOffer, std::move(work), folder.lock});
        std::ranges::sort(m_left, [](const Left& a, const Left& b) { return a.work.time > b.work.time; });
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
    if (!m_keeps)
        for (const Document* document : m_files.keys())
            forget(document);
    m_writer.waitForDone(); // which hands work to the syncer
    m_syncer.waitForDone();
    m_pictures.waitForDone();
    if (m_own.empty() || m_keeps)
        return;
    std::error_code ignored;
    std::filesystem::remove(m_own / "lock", ignored);
    std::filesystem::remove(m_own, ignored);
}

void Recovery::look(const QStringList& folders, const QStringList& pictures)
{
    std::vector<std::filesystem::path> known;
    for (const QString& picture : pictures)
        known.emplace_back(QFile::encodeName(picture).toStdString());
    m_looker.setFuture(QtConcurrent::run([root = m_root, own = m_own, folders, known] {
        auto found = std::make_shared<Found>();
        core::removeLeftOvers(root.parent_path());
        for (const QString& folder : folders)
            core::removeLeftOvers(QFile::encodeName(folder).toStdString());
        try {
            found->folders = findLeftWork(root, own, known, found->problems);
        } catch (const std::exception& error) {
            found->problems.push_back(error.what());
        }
        return found;
    }));
}

QList<RecoveryOffer> Recovery::offers() const
{
    QList<RecoveryOffer> offers;
    const QLocale locale;
    for (const Left& left : m_left) {
        QString facts = tr("%n edit(s), %1", nullptr, static_cast<int>(left.work.edits))
                            .arg(locale.toString(toDateTime(left.work.time), QLocale::ShortFormat));
        if (left.work.isOlder)
            facts += tr("; older than its file, so it opens without a name");
        offers << RecoveryOffer{left.id, titleOf(left.work), facts, left.work.project};
    }
    return offers;
}

std::optional<Recovery::Left> Recovery::take(quint64 id)
{
    const auto found = std::ranges::find(m_left, id, &Left::id);
    if (found == m_left.end())
        return {};
    Left left = std::move(*found);
    m_left.erase(found);
    emit offersChanged();
    return left;
}

void Recovery::recover(quint64 id)
{
    const std::optional<Left> left = take(id);
    if (!left)
        return;
    // The old files go when the new journal, which holds the same, is there, and the new picture.
    const QString file = left->work.isOlder ? QString() : QString::fromStdString(left->work.savedTo);
    m_session.openRecovered(left->work.project, file, [this, left = *left] {
        post([this, left] {
            run(m_pictures, [left] { app::discard(left.work); });
        });
    });
}

void Recovery::discard(quint64 id)
{
    if (const std::optional<Left> left = take(id))
        post([left = *left] { app::discard(left.work); });
}

void Recovery::watchDocuments()
{
    const QList<Document*> documents = m_session.documents();
    for (const Document* document : m_files.keys())
        if (!documents.contains(document))
            forget(document);
    for (Document* document : documents)
        if (!m_files.contains(document))
            watch(document);
}

void Recovery::watch(Document* document)
{
    if (!makeFolder())
        return;
    const std::filesystem::path stem = m_own / std::to_string(++m_last);
    Files files{std::make_shared<JournalFiles>(stem), nullptr};
    if (document->hasPicture())
        files.picture = std::make_shared<PictureFile>(stem.string() + ".picture", document->source(), document->original());
    m_files.insert(document, files);
    using Kind = core::HistoryEvent::Kind;
    connect(document, &Document::encodedChanged, this, [this, document] { begin(document); });
    connect(document, &Document::edited, this, [this, document](const core::Edit& edit, const QString& label, bool more) {
        append(document, {more ? Kind::more : Kind::step, {edit, label.toStdString()}});
    });
    connect(document, &Document::undone, this, [this, document] { append(document, {.kind = Kind::undo, .count = 1}); });
    connect(document, &Document::redone, this, [this, document] { append(document, {.kind = Kind::redo, .count = 1}); });
    if (document->hasCodes() || document->isModified())
        begin(document);
    if (files.picture)
        run(m_pictures, [picture = files.picture] { picture->write(); });
}

/// It is closed.
void Recovery::forget(const Document* document)
{
    const Files files = m_files.take(document);
    post([journal = files.journal] { journal->remove(); });
    if (files.picture) {
        files.picture->forget();
        run(m_pictures, [picture = files.picture] { picture->remove(); });
    }
}

void Recovery::begin(Document* document)
{
    const std::shared_ptr<JournalFiles> journal = m_files.value(document).journal;
    if (!journal)
        return;
    const bool unsaved = document->isModified() || (document->path().isEmpty() && document->projectPath().isEmpty());
    std::shared_ptr<const core::Project> project = document->waitingProject();
    if (!project) // quick: nothing is packed yet
        project = std::make_shared<const core::Project>(m_saver.snapshot(*document).project);
    post([this, journal, project, unsaved, savedTo = document->projectPath().toStdString()] {
        journal->begin(*project, unsaved, savedTo);
        postSync(*journal);
    });
}

void Recovery::append(Document* document, core::HistoryEvent event)
{
    if (const std::shared_ptr<JournalFiles> journal = m_files.value(document).journal)
        post([this, journal, event = std::move(event)] {
            journal->append(event);
            postSync(*journal);
        });
}

/// The disk takes its time; the next stroke is not to wait for that.
void Recovery::postSync(JournalFiles& journal)
{
    if (std::function<void()> work = journal.syncWork())
        run(m_syncer, std::move(work));
}

void Recovery::post(std::function<void()> job) { run(m_writer, std::move(job)); }

/// What fails is said once: the work goes on, and saving is another matter.
void Recovery::run(QThreadPool& pool, std::function<void()> job)
{
    pool.start([this, job = std::move(job)] {
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
