// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/projects/project_claims.h"

#include "app/session.h"

#include <QFile>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QtConcurrentRun>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace tessera::app {

/// Open, and locked where nobody else has locked it; until its end.
class ProjectClaims::HeldFile {
public:
    explicit HeldFile(const QString& path)
        : m_path(QFile::encodeName(path)), m_descriptor(::open(m_path.constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)),
          // Where files cannot be locked, nobody can be told.
          m_isShared(m_descriptor >= 0 && ::flock(m_descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    {
    }
    ~HeldFile()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor); // which unlocks
    }
    HeldFile(const HeldFile&) = delete;
    HeldFile& operator=(const HeldFile&) = delete;

    bool isShared() const { return m_isShared; } ///< has another program locked it?
    /// Is there another file of its name now?
    bool wasReplaced() const
    {
        struct stat known {}, now {};
        if (m_descriptor < 0 || ::fstat(m_descriptor, &known) != 0 || ::stat(m_path.constData(), &now) != 0)
            return false; // it is gone: then nothing is lost by writing it
        return known.st_dev != now.st_dev || known.st_ino != now.st_ino || known.st_size != now.st_size
            || known.st_mtim.tv_sec != now.st_mtim.tv_sec || known.st_mtim.tv_nsec != now.st_mtim.tv_nsec;
    }

private:
    QByteArray m_path;
    int m_descriptor;
    bool m_isShared;
};

ProjectClaims::ProjectClaims(Session& session, QObject* parent) : QObject(parent), m_session(session)
{
    m_pool.setMaxThreadCount(1);
    connect(&session, &Session::documentsChanged, this, &ProjectClaims::watchDocuments);
}

ProjectClaims::~ProjectClaims()
{
    m_pool.waitForDone();
}

/// Its future; the worker does one after the other.
template <class Work>
auto ProjectClaims::later(Work work)
{
    auto future = QtConcurrent::run(&m_pool, std::move(work));
    ++m_underWay;
    auto* watcher = new QFutureWatcher<void>(this);
    connect(watcher, &QFutureWatcher<void>::finished, this, [this, watcher] {
        --m_underWay;
        watcher->deleteLater();
    });
    watcher->setFuture(QFuture<void>(future));
    return future;
}

void ProjectClaims::watchDocuments()
{
    const QList<Document*> documents = m_session.documents();
    for (const Document* document : m_claims.keys())
        if (!documents.contains(document))
            giveUp(document);
    for (const Document* document : documents)
        if (!m_claims.contains(document) && !document->projectPath().isEmpty())
            take(document, true);
}

void ProjectClaims::claim(const Document* document)
{
    giveUp(document);
    take(document, false);
}

void ProjectClaims::giveUp(const Document* document)
{
    if (!m_claims.contains(document))
        return;
    // Its last owner closes it.
    later([file = std::make_shared<QFuture<std::shared_ptr<const HeldFile>>>(m_claims.take(document).file)] { *file = {}; });
}

/// `tells`: where another program has it.
void ProjectClaims::take(const Document* document, bool tells)
{
    const QString path = document->projectPath();
    const auto file = later([path]() -> std::shared_ptr<const HeldFile> { return std::make_shared<HeldFile>(path); });
    m_claims.insert(document, {path, file});
    if (!tells)
        return;
    auto* watcher = new QFutureWatcher<std::shared_ptr<const HeldFile>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, path] {
        const bool isShared = watcher->result()->isShared();
        watcher->disconnect(this); // no future is a finished one
        watcher->setFuture({});    // the file is held by m_claims alone
        watcher->deleteLater();
        if (isShared)
            emit shared(path);
    });
    watcher->setFuture(file);
}

std::function<QString()> ProjectClaims::objection(const Document* document, const QString& path) const
{
    const auto found = m_claims.constFind(document);
    if (found == m_claims.constEnd() || found->path != path)
        return [] { return QString(); };
    return [file = found->file, path] {
        if (!file.result()->wasReplaced())
            return QString();
        return tr("%1 was saved by another program since it was opened here. Save it under another name, or save again to "
                  "replace what is there now.")
            .arg(QFileInfo(path).fileName());
    };
}

} // namespace tessera::app
