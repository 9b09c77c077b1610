// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/morph_tool.h"

#include "app/documents/document.h"
#include "app/tools/tool_state.h"

#include <QCoreApplication>

#include <memory>
#include <utility>

namespace tessera::app {

const PickedLatents* MorphTool::picked(const Document& document) const
{
    const std::optional<PickedLatents>& latents = state().morph().picked;
    return latents && latents->model == document.model()->serial() ? &*latents : nullptr;
}

bool MorphTool::canPaint(const Document& document) const
{
    return document.hasCodes() && (picked(document) || state().code() < document.model()->config().codes);
}

core::MorphBrush MorphTool::brush() const
{
    const MorphOptions& options = state().morph();
    return {{state().brushSize(), state().brushShape(), options.hardness}, options.strength};
}

core::MorphStroke MorphTool::strokeOn(const Document& document) const
{
    core::CodeSearch& search = m_search.of(document);
    const PickedLatents* latents = picked(document);
    const std::span<const float> target = latents ? std::span<const float>(latents->values) : search.vectorOf(state().code());
    return {search, document.codes(), {target.begin(), target.end()}, brush()};
}

core::Ink MorphTool::ink(const Document&, core::Cell) const
{
    return core::mapInk(m_morph->codes());
}

/// What a press would do; during a drag, what has been done.
core::Ink MorphTool::previewInk(const Document& document, const ToolEvent& event) const
{
    if (isDragging())
        return core::mapInk(document.codes());
    if (m_beforePick || event.modifiers.testFlag(Qt::ControlModifier) || !canPaint(document))
        return {};
    const auto stroke = std::make_shared<core::MorphStroke>(strokeOn(document));
    stroke->drag(startOf(event), event.cell);
    return [stroke](int row, int col) { return stroke->codes().at(row, col); };
}

QString MorphTool::label() const
{
    return QCoreApplication::translate("Tools", "Morph");
}

Qt::CursorShape MorphTool::cursor(const Document& document, const ToolEvent& event) const
{
    return m_beforePick || (!isDragging() && event.modifiers.testFlag(Qt::ControlModifier))
        ? Qt::PointingHandCursor
        : PaintTool::cursor(document, event);
}

void MorphTool::begin(Document& document, const ToolEvent&)
{
    m_morph.emplace(strokeOn(document));
}

void MorphTool::write(Document& document, core::Cell from, core::Cell to)
{
    m_morph->drag(from, to);
    PaintTool::write(document, from, to);
}

void MorphTool::press(Document& document, const ToolEvent& event)
{
    if (!event.modifiers.testFlag(Qt::ControlModifier)) {
        PaintTool::press(document, event);
        return;
    }
    m_beforePick = state().morph();
    pick(document, event.cell);
}

void MorphTool::move(Document& document, const ToolEvent& event)
{
    if (m_beforePick)
        pick(document, event.cell);
    else
        PaintTool::move(document, event);
}

void MorphTool::release(Document& document, const ToolEvent& event)
{
    if (!m_beforePick) {
        PaintTool::release(document, event);
        return;
    }
    pick(document, event.cell);
    m_beforePick.reset();
}

void MorphTool::abort(Document& document)
{
    if (m_beforePick)
        state().setMorph(*std::exchange(m_beforePick, {}));
    else
        PaintTool::abort(document);
}

void MorphTool::reset()
{
    m_beforePick.reset();
    PaintTool::reset();
}

void MorphTool::pick(const Document& document, core::Cell cell)
{
    if (!document.grid().contains(cell))
        return;
    core::CodeSearch& search = m_search.of(document);
    PickedLatents latents{document.model()->serial(), core::meanLatents(search, document.codes(), cell, brush().brush), 0};
    latents.code = search.nearest(latents.values);
    MorphOptions options = state().morph();
    options.picked = std::move(latents);
    state().setMorph(options);
}

} // namespace tessera::app
