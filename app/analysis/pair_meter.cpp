// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/analysis/pair_meter.h"

#include "app/pictures/fitted_picture.h"
#include "core/error.h"

#include <QtConcurrentRun>

#include <new>

namespace tessera::app {
namespace {

core::Picture inOwnSize(const PairSide& side)
{
    return side.original ? core::modelColours(shownPart(*side.original, side.how), side.model->config())
                         : onOriginal(*side.picture, side.how);
}

bool isResized(const PairSide& side)
{
    return side.how.fit == core::Fit::resize && side.how.changesSize();
}

} // namespace

PairFigures pairFigures(const PairSources& sources, const core::Progress& progress)
{
    const core::Picture first = inOwnSize(sources.first), second = inOwnSize(sources.second);
    PairFigures figures{core::quality(first, second, {}, 1, progress), {}};
    if (sources.selection.isEmpty())
        return figures;
    // Cells have whole pixels in model size alone.
    const bool inModelSize = isResized(sources.first) || isResized(sources.second);
    figures.selection = core::quality(inModelSize ? *sources.first.picture : first,
                                      inModelSize ? *sources.second.picture : second, sources.selection, sources.factor,
                                      progress);
    return figures;
}

PairMeter::PairMeter(QObject* parent) : QObject(parent)
{
    connect(&m_worker, &QFutureWatcherBase::finished, this, [this] {
        if (m_worker.isCanceled()) // there is nothing to measure
            return;
        m_outcome = m_worker.result();
        m_measured = m_wanted;
        emit changed();
    });
}

PairMeter::~PairMeter()
{
    m_stop.request_stop();
}

void PairMeter::reset()
{
    m_stop.request_stop();
    m_worker.setFuture({});
    m_wanted = m_measured = {};
    m_outcome = {};
}

void PairMeter::want(const PairSources& sources)
{
    if (sources == m_wanted)
        return;
    m_stop.request_stop();
    m_worker.setFuture({});
    m_wanted = sources;
    if (!sources.isThere() || isCurrent())
        return;
    m_stop = {};
    m_worker.setFuture(QtConcurrent::run([sources, stop = m_stop.get_token()]() -> Outcome {
        try {
            return {pairFigures(sources, {stop, {}}), {}};
        } catch (const core::Cancelled&) { // nobody waits any more
            return {};
        } catch (const std::bad_alloc&) {
            return {{}, tr("there is not enough memory to measure them")};
        } catch (const std::exception& error) { // unlike sizes
            return {{}, QString::fromUtf8(error.what())};
        }
    }));
}

} // namespace tessera::app
