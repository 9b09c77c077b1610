// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exports/file_queue.h"

#include "app/files/memory_notice.h"

#include <QtConcurrentRun>

#include <new>
#include <utility>

namespace tessera::app {

FileQueue::FileQueue(QObject* parent) : QObject(parent)
{
    connect(&m_worker, &QFutureWatcherBase::finished, this, [this] { take(m_worker.result()); });
}

FileQueue::~FileQueue()
{
    m_worker.disconnect(this);
    m_worker.waitForFinished();
}

void FileQueue::add(const QString& path, std::function<QString()> write, std::function<void()> then)
{
    m_files.push_back({path, std::move(write), std::move(then)});
    next();
    emit changed();
}

FileQueue::Written FileQueue::perform(const QString& path, const std::function<QString()>& write)
{
    try {
        return {write(), {}};
    } catch (const std::bad_alloc&) {
        return {{}, notEnoughMemory(tr("to write %1").arg(path))};
    } catch (const std::exception& error) {
        return {{}, QString::fromUtf8(error.what())};
    }
}

void FileQueue::next()
{
    if (m_isBusy || m_files.empty())
        return;
    m_isBusy = true;
    m_worker.setFuture(QtConcurrent::run(&FileQueue::perform, m_files.front().path, std::exchange(m_files.front().write, {})));
}

void FileQueue::take(const Written& written)
{
    const File file = std::move(m_files.front());
    m_files.pop_front();
    m_isBusy = false;
    next();
    emit changed();
    if (!written.problem.isEmpty()) {
        emit failed(written.problem);
        return;
    }
    if (file.then)
        file.then();
    const QString saved = tr("Saved %1").arg(file.path);
    emit done(written.note.isEmpty() ? saved : QStringLiteral("%1. %2").arg(saved, written.note));
}

} // namespace tessera::app
