// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/documents/sought_strokes.h"

#include "app/codes/codebook_search.h"
#include "app/documents/document.h"
#include "core/edit/region_sets.h"

#include <QElapsedTimer>
#include <QScopedValueRollback>

#include <algorithm>
#include <utility>

namespace tessera::app {
namespace {

constexpr int kShowMs = 30; ///< so often a long search shows what it has

core::Region changedCells(const core::Patch& patch)
{
    core::Region cells{patch.rect, {}};
    for (std::size_t i = 0; i < patch.before.size(); ++i)
        cells.mask.push_back(patch.before[i] != patch.after[i] ? 1 : 0);
    return cells;
}

} // namespace

SoughtStrokes::SoughtStrokes(Document& document) : QObject(&document), m_document(document)
{
    connect(&document, &Document::edited, this, &SoughtStrokes::noteEdit);
    connect(&document, &Document::travelled, this, [this] {
        if (!m_isWriting)
            clear();
    });
    connect(&m_worker, &QFutureWatcher<core::CodeBlock>::resultReadyAt, this, [this](int index) {
        if (m_isSeeking)
            write(m_worker.resultAt(index));
    });
    connect(&m_worker, &QFutureWatcher<core::CodeBlock>::finished, this, [this] {
        if (!std::exchange(m_isSeeking, false))
            return;
        next();
        noteWaiting();
    });
}

SoughtStrokes::~SoughtStrokes()
{
    m_worker.future().cancel();
}

bool SoughtStrokes::isWaiting() const
{
    return m_isSeeking || std::ranges::any_of(m_strokes, [](const Stroke& stroke) { return !stroke.ways.empty(); });
}

QString SoughtStrokes::newestLabel() const
{
    return isWaiting() ? m_strokes.back().label : QString();
}

void SoughtStrokes::begin(int id, const QString& label, CodebookSearch& search, MakeStroke make)
{
    for (Stroke& before : m_strokes) // also one whose drag was lost with its canvas
        before.isFinished = true;
    m_strokes.push_back({id, label, &search, std::move(make)});
}

bool SoughtStrokes::has(int id) const
{
    return std::ranges::find(m_strokes, id, &Stroke::id) != m_strokes.end();
}

void SoughtStrokes::drag(int id, core::Cell from, core::Cell to, core::Region cells)
{
    const auto stroke = std::ranges::find(m_strokes, id, &Stroke::id);
    if (stroke == m_strokes.end())
        return;
    if (!m_document.selection().isEmpty())
        cells = core::intersected(cells, m_document.selection());
    stroke->ways.push_back({from, to, std::move(cells)});
    next();
    noteWaiting();
}

void SoughtStrokes::finish(int id)
{
    if (const auto stroke = std::ranges::find(m_strokes, id, &Stroke::id); stroke != m_strokes.end())
        stroke->isFinished = true;
    next();
}

void SoughtStrokes::drop(int id)
{
    const auto stroke = std::ranges::find(m_strokes, id, &Stroke::id);
    if (stroke == m_strokes.end())
        return;
    if (stroke == m_strokes.begin())
        abandon();
    m_strokes.erase(stroke);
    next();
    noteWaiting();
}

bool SoughtStrokes::takeBack()
{
    if (!isWaiting())
        return false;
    const int id = m_strokes.back().id;
    drop(id);
    m_document.cancelStroke(id);
    return true;
}

void SoughtStrokes::clear()
{
    abandon();
    m_strokes.clear();
    noteWaiting();
}

void SoughtStrokes::next()
{
    while (!m_isSeeking && !m_strokes.empty()) {
        Stroke& stroke = m_strokes.front();
        if (!stroke.ways.empty() && stroke.search) {
            seek(stroke);
            return;
        }
        if (!stroke.isFinished && stroke.search)
            return; // its drag goes on
        m_strokes.pop_front();
    }
}

/// All of its way so far, beginning with the codes as they are where it has not begun.
void SoughtStrokes::seek(Stroke& stroke)
{
    core::IndexMap before;
    if (!stroke.work) {
        stroke.work = std::make_shared<Work>();
        before = m_document.codes();
    }
    m_cells = {};
    std::vector<Way> ways = std::exchange(stroke.ways, {});
    for (Way& way : ways)
        m_cells = core::united(m_cells, std::exchange(way.cells, {}));
    m_corner = {m_cells.bounds.top, m_cells.bounds.left};
    m_isSeeking = true;
    m_worker.setFuture(stroke.search->run<core::CodeBlock>(
        m_document.model(),
        [work = stroke.work, make = stroke.make, before = std::move(before), ways = std::move(ways),
         cells = m_cells](const CodebookSearch::Search& search, QPromise<core::CodeBlock>& promise) {
            if (!work->stroke) {
                work->search = search;
                work->stroke = make(*search, before);
            }
            QElapsedTimer unseen;
            unseen.start();
            const core::Progress progress{{}, [&](double) {
                if (promise.isCanceled())
                    throw core::Cancelled();
                if (unseen.elapsed() < kShowMs)
                    return;
                promise.addResult(core::cut(work->stroke->codes(), cells));
                unseen.restart();
            }};
            try {
                for (const Way& way : ways)
                    work->stroke->drag(way.from, way.to, progress);
                promise.addResult(core::cut(work->stroke->codes(), cells));
            } catch (const core::Cancelled&) { // somebody has taken it back
            }
        }));
}

void SoughtStrokes::abandon()
{
    if (!std::exchange(m_isSeeking, false))
        return;
    m_worker.future().cancel();
    m_worker.setFuture(QFuture<core::CodeBlock>());
}

void SoughtStrokes::write(const core::CodeBlock& found)
{
    const QScopedValueRollback writing(m_isWriting, true);
    const Stroke& stroke = m_strokes.front();
    core::Patch patch = core::makePatch(m_document.codes(), m_cells, core::blockInk(found, m_corner));
    m_document.editAnywhere({std::move(patch), {}}, QString(stroke.label), stroke.id);
}

void SoughtStrokes::noteEdit(const core::Edit& edit)
{
    if (m_isWriting || edit.patch.isEmpty() || !isWaiting())
        return;
    const core::Region changed = changedCells(edit.patch);
    m_cells = core::subtracted(m_cells, changed);
    for (Stroke& stroke : m_strokes)
        for (Way& way : stroke.ways)
            way.cells = core::subtracted(way.cells, changed);
}

void SoughtStrokes::noteWaiting()
{
    if (const bool waiting = isWaiting(); std::exchange(m_wasWaiting, waiting) != waiting)
        emit waitingChanged();
}

} // namespace tessera::app
