// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/drag_tool.h"

#include "app/documents/document.h"
#include "app/tools/tool_state.h"

namespace tessera::app {

core::Region DragTool::footprint(const Document& document, const ToolEvent& event) const
{
    return drawn(document, startOf(event), event.cell);
}

core::Ink DragTool::previewInk(const Document& document, const ToolEvent& event) const
{
    return canPaint(document) ? ink(document, event.cell) : core::Ink();
}

bool DragTool::isRandom() const
{
    return state().hasDice();
}

core::Cell DragTool::startOf(const ToolEvent& event) const
{
    const bool isLine = drawsLines() && !isDragging() && m_last && event.modifiers.testFlag(Qt::ShiftModifier);
    return isLine ? *m_last : event.cell;
}

void DragTool::press(Document& document, const ToolEvent& event)
{
    if (!canPaint(document))
        return;
    const core::Cell from = startOf(event);
    begin(document, event);
    m_stroke = document.newStroke();
    m_beforeStroke = m_last;
    draw(document, from, event.cell);
}

void DragTool::move(Document& document, const ToolEvent& event)
{
    if (isDragging() && event.cell != m_at && canPaint(document))
        draw(document, m_at, event.cell);
}

void DragTool::release(Document& document, const ToolEvent& event)
{
    if (!isDragging())
        return;
    move(document, event);
    finish();
    if (isRandom())
        state().roll();
}

void DragTool::abort(Document& document)
{
    if (!isDragging())
        return;
    document.cancelStroke(m_stroke);
    finish();
    m_last = m_beforeStroke;
}

void DragTool::reset()
{
    finish();
    m_last.reset();
}

void DragTool::finish()
{
    m_stroke = 0;
    end();
}

void DragTool::draw(Document& document, core::Cell from, core::Cell to)
{
    write(document, from, to);
    m_at = to;
    m_last = to;
}

void DragTool::write(Document& document, core::Cell from, core::Cell to)
{
    document.edit(core::makePatch(document.codes(), drawn(document, from, to), ink(document, to)), label(), m_stroke);
}

} // namespace tessera::app
