// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/analysis/size_meter.h"

#include <QPromise>
#include <QtConcurrentRun>

namespace tessera::app {

SizeMeter::SizeMeter(QObject* parent) : QObject(parent)
{
    connect(&m_work, &QFutureWatcherBase::finished, this, [this] {
        if (m_work.isCanceled() || m_work.future().resultCount() == 0)
            return;
        m_sizes = m_work.result();
        emit measured();
    });
}

SizeMeter::~SizeMeter()
{
    m_work.cancel();
}

void SizeMeter::measure(const std::shared_ptr<const core::Picture>& picture)
{
    if (m_picture == picture)
        return;
    m_picture = picture;
    m_sizes.reset();
    m_work.cancel();
    m_work.setFuture(QtConcurrent::run([picture](QPromise<Sizes>& promise) {
        std::stop_source stop;
        try {
            promise.addResult(fileSizes(*picture, {stop.get_token(), [&](double) {
                                                       if (promise.isCanceled())
                                                           stop.request_stop();
                                                   }}));
        } catch (const core::Cancelled&) { // nobody waits any more
        } catch (const std::exception&) { // no memory: no sizes
            promise.addResult(Sizes());
        }
    }));
}

} // namespace tessera::app
