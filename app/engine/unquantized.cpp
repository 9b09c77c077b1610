// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/unquantized.h"

#include "app/documents/document.h"
#include "app/engine/engine.h"
#include "app/files/memory_notice.h"

#include <QPromise>
#include <QtConcurrentRun>

#include <new>

namespace tessera::app {

Unquantized::Unquantized(Engine& engine, QObject* parent) : QObject(parent), m_engine(engine)
{
    connect(&engine, &Engine::unquantized, this,
            [this](quint64 request, const auto& /*model*/, const auto& latents, const auto& picture,
                   const QString& problem) {
                if (request != m_request)
                    return;
                m_latents = latents;
                m_picture = picture;
                m_problem = problem;
                measure();
                emit changed();
            });
    connect(&m_worker, &QFutureWatcherBase::finished, this, [this] {
        if (m_worker.isCanceled())
            return;
        m_distances = m_worker.result();
        if (!m_distances)
            m_problem = notEnoughMemory(tr("for the distances of these codes"));
        emit changed();
    });
}

Unquantized::~Unquantized()
{
    m_worker.cancel();
}

void Unquantized::setDocument(Document* document)
{
    if (m_document)
        m_document->disconnect(this);
    m_document = document;
    if (document)
        connect(document, &Document::encodedChanged, this, &Unquantized::reset);
    reset();
}

void Unquantized::setPictureWanted(const QObject* who, bool wanted)
{
    if (wanted)
        m_pictureWantedBy.insert(who);
    else
        m_pictureWantedBy.remove(who);
    ask();
}

void Unquantized::setDistancesWanted(bool wanted)
{
    m_distancesWanted = wanted;
    ask();
    measure();
}

/// Nothing of other codes may stay in sight.
void Unquantized::reset()
{
    m_request = 0;
    m_latents.reset();
    m_picture.reset();
    m_distances.reset();
    m_problem.clear();
    m_worker.cancel();
    m_worker.setFuture({});
    ask();
    emit changed();
}

void Unquantized::ask()
{
    const bool isWanted = !m_pictureWantedBy.isEmpty() || m_distancesWanted;
    if (m_request != 0 || !isWanted || !m_document || !m_document->hasCodes() || !m_document->hasPicture())
        return;
    m_request = ++m_lastRequest;
    m_engine.decodeUnquantized(m_request, m_document->model(), m_document->original(), m_document->preparation().fit);
}

void Unquantized::measure()
{
    if (!m_distancesWanted || !m_latents || m_distances || m_worker.isRunning())
        return;
    m_worker.setFuture(QtConcurrent::run([latents = m_latents,
                                          model = m_document->model()](QPromise<Distances>& promise) {
        std::stop_source stop;
        try {
            promise.addResult(std::make_shared<const core::CodeDistances>(
                core::codeDistances(*latents, model->codebook(), {stop.get_token(), [&](double) {
                                                                      if (promise.isCanceled())
                                                                          stop.request_stop();
                                                                  }})));
        } catch (const core::Cancelled&) { // nobody waits any more
        } catch (const std::bad_alloc&) {
            promise.addResult(Distances());
        }
    }));
}

} // namespace tessera::app
