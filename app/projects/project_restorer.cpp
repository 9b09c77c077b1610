// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/projects/project_restorer.h"

#include <QFutureWatcher>
#include <QtConcurrentRun>

#include <utility>

namespace tessera::app {

void ProjectRestorer::restore(quint64 document, std::shared_ptr<const core::Project> project,
                              std::shared_ptr<const core::Picture> picture, const core::OpenedModel& model)
{
    using Result = std::shared_ptr<const OpenedProject>;
    auto* worker = new QFutureWatcher<Result>(this);
    connect(worker, &QFutureWatcherBase::finished, this, [this, worker, document] {
        const Result result = worker->result();
        worker->deleteLater();
        emit done(document, result);
    });
    worker->setFuture(QtConcurrent::run([project = std::move(project), picture = std::move(picture), model]() -> Result {
        auto opened = std::make_shared<OpenedProject>();
        try {
            *opened = openProjectWith(project, picture.get(), model);
        } catch (const std::exception& error) {
            opened->problem = QString::fromUtf8(error.what());
        }
        return opened;
    }));
}

} // namespace tessera::app
