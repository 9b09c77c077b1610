// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/analysis/error_meter.h"

#include "app/documents/document.h"
#include "app/engine/unquantized.h"
#include "app/files/memory_notice.h"

#include <QPromise>
#include <QtConcurrentRun>

#include <new>

namespace tessera::app {

ErrorMeter::ErrorMeter(Unquantized& unquantized, QObject* parent) : QObject(parent), m_unquantized(unquantized)
{
    connect(&unquantized, &Unquantized::changed, this, &ErrorMeter::measure);
    connect(&m_worker, &QFutureWatcherBase::finished, this, &ErrorMeter::take);
}

ErrorMeter::~ErrorMeter()
{
    m_worker.cancel();
}

void ErrorMeter::setDocument(Document* document)
{
    if (m_document)
        m_document->disconnect(this);
    m_document = document;
    if (document) {
        connect(document, &Document::encodedChanged, this, &ErrorMeter::reset);
        connect(document, &Document::exactChanged, this, &ErrorMeter::measure);
        connect(document, &Document::selectionChanged, this, &ErrorMeter::measure);
    }
    reset();
}

void ErrorMeter::setWanted(const QObject* who, bool wanted)
{
    if (wanted == m_wantedBy.contains(who))
        return;
    if (wanted)
        m_wantedBy.insert(who);
    else
        m_wantedBy.remove(who);
    m_unquantized.setPictureWanted(this, !m_wantedBy.isEmpty());
    measure();
}

void ErrorMeter::setSsimMapWanted(bool wanted)
{
    if (wanted == m_ssimMapWanted)
        return;
    m_ssimMapWanted = wanted;
    if (wanted) // a map that is there already does no harm
        measure();
}

void ErrorMeter::setPixelMapsWanted(bool wanted)
{
    if (wanted == m_pixelMapsWanted)
        return;
    m_pixelMapsWanted = wanted;
    if (wanted)
        measure();
}

/// Nothing of other codes may stay in sight.
void ErrorMeter::reset()
{
    m_report.reset();
    m_sources = {};
    m_problem.clear();
    m_isCurrent = false;
    m_worker.cancel();
    m_worker.setFuture({});
    emit changed();
    measure();
}

void ErrorMeter::measure()
{
    if (m_wantedBy.isEmpty() || !m_document || !m_document->hasCodes() || !m_document->hasPicture())
        return;
    if (!m_document->isExact() || !m_unquantized.picture()) {
        m_isCurrent = false;
        m_problem = m_unquantized.picture() ? QString() : m_unquantized.problem();
        emit changed();
        return;
    }
    ErrorSources sources{m_document->original(),
                         m_document->seen(),
                         m_document->reconstruction(),
                         m_unquantized.picture(),
                         m_document->preparation(),
                         m_document->model(),
                         m_document->selection(),
                         m_document->codes() != m_document->encodedCodes(),
                         m_ssimMapWanted,
                         m_pixelMapsWanted};
    if (sources == m_sources) {
        if (!m_worker.isRunning() && !m_isCurrent && m_report) { // a stroke came and was taken back
            m_isCurrent = true;
            emit changed();
        }
        return;
    }
    m_sources = sources;
    m_isCurrent = false;
    m_problem.clear();
    m_worker.cancel();
    m_worker.setFuture(QtConcurrent::run([sources = std::move(sources)](QPromise<Outcome>& promise) {
        std::stop_source stop;
        try {
            promise.addResult(Outcome{std::make_shared<const ErrorReport>(
                errorReport(sources, {stop.get_token(), [&](double) {
                                          if (promise.isCanceled())
                                              stop.request_stop();
                                      }}))});
        } catch (const core::Cancelled&) { // nobody waits any more
        } catch (const std::bad_alloc&) {
            promise.addResult(Outcome{{}, notEnoughMemory(tr("to measure this picture"))});
        } catch (const std::exception& error) { // a model whose output is unlike its input
            promise.addResult(Outcome{{}, QString::fromUtf8(error.what())});
        }
    }));
    emit changed();
}

void ErrorMeter::take()
{
    if (m_worker.isCanceled() || m_worker.future().resultCount() == 0)
        return;
    const Outcome outcome = m_worker.result();
    m_report = outcome.report;
    m_problem = outcome.problem;
    m_isCurrent = m_report != nullptr && m_document && m_document->isExact();
    emit changed();
}

} // namespace tessera::app
