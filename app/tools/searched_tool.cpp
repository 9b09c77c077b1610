// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/searched_tool.h"

#include "app/codes/codebook_search.h"
#include "app/documents/document.h"
#include "app/tools/tool_state.h"

#include <utility>

namespace tessera::app {

SearchedTool::SearchedTool(ToolState& state) : PaintTool(state)
{
    QObject::connect(&m_seeker, &QFutureWatcher<core::CodeBlock>::resultReadyAt, &m_seeker, [this](int index) {
        m_found = m_seeker.resultAt(index);
        emit this->state().previewFound();
    });
}

SearchedTool::~SearchedTool()
{
    m_seeker.future().cancel();
}

SearchedTool::Brush SearchedTool::stateBrush() const
{
    return {state().brushSize(), state().brushShape()};
}

core::Region SearchedTool::drawn(const Document& document, core::Cell from, core::Cell to) const
{
    return core::brushLine(from, to, brush().size, brush().shape, document.grid());
}

core::Ink SearchedTool::ink(const Document& document, core::Cell) const
{
    return core::mapInk(document.codes());
}

/// During a drag the document itself shows what has been done.
core::Ink SearchedTool::previewInk(const Document& document, const ToolEvent& event) const
{
    if (isDragging() || !canPaint(document) || document.sought().isWaiting())
        return {};
    const Wanted wanted{&document, document.model()->serial(), document.revision(), startOf(event), event.cell, brush(),
                        state().jitter(), state().morph(), state().code(), state().seed()};
    if (m_wanted != wanted)
        seek(document, wanted);
    return m_found ? core::blockInk(*m_found, m_corner) : core::Ink();
}

void SearchedTool::seek(const Document& document, const Wanted& wanted) const
{
    forgetPreview();
    core::Region cells = drawn(document, wanted.from, wanted.to);
    if (cells.isEmpty())
        return;
    m_wanted = wanted;
    m_corner = {cells.bounds.top, cells.bounds.left};
    m_seeker.setFuture(state().search().run<core::CodeBlock>(
        document.model(),
        [make = strokeMaker(document), codes = document.codes(), cells = std::move(cells), from = wanted.from,
         to = wanted.to](const CodebookSearch::Search& search, QPromise<core::CodeBlock>& promise) {
            const auto stroke = make(*search, codes);
            try {
                stroke->drag(from, to, {{}, [&promise](double) {
                    if (promise.isCanceled())
                        throw core::Cancelled();
                }});
                promise.addResult(core::cut(stroke->codes(), cells));
            } catch (const core::Cancelled&) { // nobody wants to see it any more
            }
        }));
}

void SearchedTool::forgetPreview() const
{
    m_seeker.future().cancel();
    m_wanted.reset();
    m_found.reset();
}

void SearchedTool::press(Document& document, const ToolEvent& event)
{
    forgetPreview(); // the stroke comes first
    PaintTool::press(document, event);
}

void SearchedTool::write(Document& document, core::Cell from, core::Cell to)
{
    if (!m_brush) {
        m_brush = stateBrush();
        document.sought().begin(stroke(), label(), state().search(), strokeMaker(document));
    }
    document.sought().drag(stroke(), from, to, drawn(document, from, to));
}

void SearchedTool::release(Document& document, const ToolEvent& event)
{
    const int id = stroke();
    PaintTool::release(document, event);
    document.sought().finish(id);
    m_brush.reset();
}

void SearchedTool::abort(Document& document)
{
    document.sought().drop(stroke());
    PaintTool::abort(document);
    m_brush.reset();
}

void SearchedTool::reset()
{
    forgetPreview();
    PaintTool::reset();
    m_brush.reset();
}

} // namespace tessera::app
