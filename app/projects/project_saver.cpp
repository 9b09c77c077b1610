// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/projects/project_saver.h"

#include "app/files/memory_notice.h"
#include "app/session.h"
#include "app/stamps/stamp_shelf.h"
#include "core/atomic_file.h"

#include <QFile>
#include <QFileInfo>
#include <QtConcurrentRun>

#include <new>
#include <utility>

namespace tessera::app {

ProjectSaver::ProjectSaver(Session& session, QObject* parent) : QObject(parent), m_session(session)
{
    connect(&m_worker, &QFutureWatcherBase::finished, this, [this] { take(m_worker.result()); });
}

ProjectSaver::~ProjectSaver()
{
    m_worker.disconnect(this);
    m_worker.waitForFinished();
}

void ProjectSaver::save(Document* document, const QString& path, std::function<void(bool)> then)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    m_jobs.push_back({document, absolute, std::move(then)});
    emit workingChanged();
    next();
}

ProjectSnapshot ProjectSaver::snapshot(const Document& document) const
{
    const core::OpenedModel& model = m_session.modelOf(document);
    std::vector<core::ProjectStamp> stamps;
    if (m_stamps && document.hasCodes())
        stamps = m_stamps(shelfNameOf(document.model()->name(), document.model()->config().codes));
    ProjectSnapshot snapshot = snapshotOf(document, model, std::move(stamps));
    if (model.model)
        snapshot.project.model.sha256 = m_session.sameModels().hashes().of(*model.model);
    return snapshot;
}

ProjectSaver::Written ProjectSaver::write(const QString& path, ProjectSnapshot snapshot, Check check)
{
    if (const QString problem = check ? check() : QString(); !problem.isEmpty())
        return {{}, problem};
    check = nullptr; // and what it holds
    try {
        const core::Project project = finish(std::move(snapshot));
        core::writeFileAtomically(QFile::encodeName(path).toStdString(), core::writeProject(project));
        return {project.model.sha256, {}};
    } catch (const std::bad_alloc&) {
        return {{}, notEnoughMemory(tr("to write %1").arg(path))};
    } catch (const std::exception& error) {
        return {{}, QString::fromUtf8(error.what())};
    }
}

void ProjectSaver::next()
{
    while (!m_isBusy && !m_jobs.empty()) {
        Job& job = m_jobs.front();
        if (!job.document) {
            m_jobs.pop_front();
            continue;
        }
        m_isBusy = true;
        job.model = job.document->model();
        job.revision = job.document->revision();
        job.index = job.document->undoStack().index();
        ProjectSnapshot taken = snapshot(*job.document);
        taken.bundlesModel = m_bundles;
        Check check = m_guard ? m_guard(job.document, job.path) : nullptr;
        m_worker.setFuture(QtConcurrent::run(&ProjectSaver::write, job.path, std::move(taken), std::move(check)));
    }
}

void ProjectSaver::take(const Written& written)
{
    const Job job = std::move(m_jobs.front());
    m_jobs.pop_front();
    m_isBusy = false;
    const bool done = written.problem.isEmpty();
    if (job.document && job.path == job.document->projectPath())
        emit attempted(job.document);
    if (done && job.document) {
        if (!written.hash.empty() && job.model)
            m_session.sameModels().hashes().note(*job.model, written.hash);
        job.document->setProjectPath(job.path);
        if (job.document->revision() == job.revision && job.document->undoStack().index() == job.index)
            job.document->undoStack().setClean();
        emit saved(job.document, job.path);
    } else if (!done) {
        emit failed(job.document, written.problem);
    }
    emit workingChanged();
    if (job.then)
        job.then(done);
    next();
}

} // namespace tessera::app
