// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/analysis/atlas_maker.h"

#include "app/files/memory_notice.h"
#include "core/analysis/neighbours.h"

#include <QPromise>
#include <QtConcurrentRun>

#include <algorithm>
#include <cmath>
#include <new>

namespace tessera::app {
namespace {

using Made = std::shared_ptr<const CodeAtlas>;

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Adds what there is of the atlas after each layout.
void makeAtlas(QPromise<Made>& promise, const std::shared_ptr<const core::VqModel>& model, const std::stop_token& stop)
{
    constexpr int kWhole = 100;
    promise.setProgressRange(0, kWhole);
    const core::Progress progress{
        stop, [&promise](double part) { promise.setProgressValue(static_cast<int>(std::lround(kWhole * part))); }};
    const core::Weight& codebook = model->codebook();
    CodeAtlas atlas{model, {}, {}, core::nearestDistances(codebook, {stop, {}}), 0, 0};
    atlas.medianDistance = median(atlas.distances);
    atlas.typicalDistance = core::typicalDistance(codebook);
    for (const AtlasKind kind : {AtlasKind::principal, AtlasKind::neighbours}) {
        const auto at = static_cast<std::size_t>(kind);
        atlas.layouts[at] = kind == AtlasKind::principal ? core::principalLayout(codebook)
                                                         : core::neighbourLayout(codebook, {}, progress);
        atlas.kept[at] = core::neighboursKept(codebook, atlas.layouts[at], CodeAtlas::kNeighbours, {stop, {}});
        promise.addResult(std::make_shared<const CodeAtlas>(atlas));
    }
}

} // namespace

AtlasMaker::AtlasMaker(QObject* parent) : QObject(parent)
{
    connect(&m_worker, &QFutureWatcherBase::resultReadyAt, this, [this](int index) {
        m_atlas = m_worker.resultAt(index);
        emit changed();
    });
    connect(&m_worker, &QFutureWatcherBase::progressValueChanged, this, &AtlasMaker::changed);
    connect(&m_worker, &QFutureWatcherBase::finished, this, [this] {
        if (m_worker.isFinished() && m_worker.future().resultCount() == 0 && !m_stop.stop_requested())
            m_problem = notEnoughMemory(tr("for the atlas of this codebook"));
        emit changed();
    });
}

AtlasMaker::~AtlasMaker()
{
    m_stop.request_stop();
}

void AtlasMaker::setModel(const std::shared_ptr<const core::VqModel>& model)
{
    if (model == m_model)
        return;
    stop();
    m_model = model;
    m_isMade = false;
    m_atlas.reset();
    m_problem.clear();
    emit changed();
    make();
}

void AtlasMaker::setWanted(bool wanted)
{
    m_isWanted = wanted;
    if (!wanted && m_worker.isRunning()) {
        stop();
        m_isMade = false;
    }
    make();
}

/// What comes of it is nobody's any more.
void AtlasMaker::stop()
{
    m_stop.request_stop();
    m_worker.setFuture({});
}

void AtlasMaker::make()
{
    if (!m_isWanted || m_isMade || !m_model)
        return;
    m_isMade = true;
    m_stop = std::stop_source();
    m_worker.setFuture(
        QtConcurrent::run([model = m_model, stop = m_stop.get_token()](QPromise<Made>& promise) {
            try {
                makeAtlas(promise, model, stop);
            } catch (const core::Cancelled&) { // nobody waits any more
            } catch (const std::bad_alloc&) { // no result says so
            }
        }));
}

} // namespace tessera::app
