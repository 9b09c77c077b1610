// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/projects/project_claims.h"

#include "app/session.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tessera::app {

ProjectClaims::ProjectClaims(Session& session, QObject* parent) : QObject(parent), m_session(session)
{
    connect(&session, &Session::documentsChanged, this, &ProjectClaims::watchDocuments);
}

ProjectClaims::~ProjectClaims()
{
    for (const Document* document : m_claims.keys())
        giveUp(document);
}

void ProjectClaims::watchDocuments()
{
    const QList<Document*> documents = m_session.documents();
    for (const Document* document : m_claims.keys())
        if (!documents.contains(document))
            giveUp(document);
    for (const Document* document : documents)
        if (!m_claims.contains(document) && !document->projectPath().isEmpty() && !take(document))
            emit shared(document->projectPath());
}

void ProjectClaims::claim(const Document* document)
{
    giveUp(document);
    take(document);
}

void ProjectClaims::giveUp(const Document* document)
{
    if (const Claim claim = m_claims.take(document); claim.descriptor >= 0)
        ::close(claim.descriptor); // which unlocks
}

/// False where another program has it.
bool ProjectClaims::take(const Document* document)
{
    const QString path = document->projectPath();
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    m_claims.insert(document, {path, descriptor});
    // Where files cannot be locked, nobody can be told.
    return descriptor < 0 || ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

bool ProjectClaims::wasReplaced(const Claim& claim)
{
    struct stat known {}, now {};
    if (claim.descriptor < 0 || ::fstat(claim.descriptor, &known) != 0
        || ::stat(QFile::encodeName(claim.path).constData(), &now) != 0)
        return false; // it is gone: then nothing is lost by writing it
    return known.st_dev != now.st_dev || known.st_ino != now.st_ino || known.st_size != now.st_size
        || known.st_mtim.tv_sec != now.st_mtim.tv_sec || known.st_mtim.tv_nsec != now.st_mtim.tv_nsec;
}

QString ProjectClaims::objection(const Document* document, const QString& path)
{
    const auto found = m_claims.constFind(document);
    if (found == m_claims.constEnd() || found->path != path || !wasReplaced(*found))
        return {};
    claim(document); // who saves again knows
    return tr("%1 was saved by another program since it was opened here. Save it under another name, or save again to "
              "replace what is there now.")
        .arg(QFileInfo(path).fileName());
}

} // namespace tessera::app
