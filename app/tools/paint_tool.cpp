// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/paint_tool.h"

#include "app/document.h"
#include "app/tools/tool_state.h"

namespace tessera::app {

core::Region PaintTool::footprint(const Document& document, const ToolEvent& event) const
{
    const bool isLine = m_stroke == 0 && m_last && event.modifiers.testFlag(Qt::ShiftModifier);
    return core::brushLine(isLine ? *m_last : event.cell, event.cell, state().brushSize(), state().brushShape(),
                           document.grid());
}

core::Ink PaintTool::previewInk(const Document& document, const ToolEvent&) const
{
    return canPaint(document) ? ink(document) : core::Ink();
}

void PaintTool::press(Document& document, const ToolEvent& event)
{
    if (!canPaint(document))
        return;
    const bool isLine = m_last && event.modifiers.testFlag(Qt::ShiftModifier);
    m_stroke = document.newStroke();
    m_beforeStroke = m_last;
    draw(document, isLine ? *m_last : event.cell, event.cell);
}

void PaintTool::move(Document& document, const ToolEvent& event)
{
    if (m_stroke != 0 && event.cell != m_at)
        draw(document, m_at, event.cell);
}

void PaintTool::release(Document& document, const ToolEvent& event)
{
    move(document, event);
    m_stroke = 0;
    state().roll();
}

void PaintTool::abort(Document& document)
{
    if (m_stroke == 0)
        return;
    document.cancelStroke(m_stroke);
    m_stroke = 0;
    m_last = m_beforeStroke;
}

void PaintTool::reset()
{
    m_stroke = 0;
    m_last.reset();
}

void PaintTool::draw(Document& document, core::Cell from, core::Cell to)
{
    const core::Region region = core::brushLine(from, to, state().brushSize(), state().brushShape(), document.grid());
    document.edit(core::makePatch(document.codes(), region, ink(document)), label(), m_stroke);
    m_at = to;
    m_last = to;
}

} // namespace tessera::app
