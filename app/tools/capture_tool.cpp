// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/capture_tool.h"

#include "app/documents/document.h"
#include "app/tools/tool_state.h"
#include "core/edit/shapes.h"

namespace tessera::app {

core::Region CaptureTool::footprint(const Document& document, const ToolEvent& event) const
{
    return m_from && m_drags ? core::rectangleRegion(*m_from, event.cell, document.grid()) : core::Region();
}

void CaptureTool::press(Document&, const ToolEvent& event)
{
    m_from = event.cell;
    m_drags = false;
}

void CaptureTool::move(Document&, const ToolEvent& event)
{
    m_drags = m_drags || (m_from && event.cell != *m_from);
}

void CaptureTool::release(Document& document, const ToolEvent& event)
{
    move(document, event);
    const core::Region region = footprint(document, event);
    const bool inside = document.grid().contains(event.cell);
    m_from.reset();
    if (m_drags && !region.isEmpty()) {
        state().setStamp(core::cut(document.codes(), region));
        state().setTool(QStringLiteral("stamp"));
    } else if (!m_drags && inside) {
        const int code = document.codes().at(event.cell.row, event.cell.col);
        if (event.modifiers.testFlag(Qt::ControlModifier))
            state().setCodeB(code);
        else
            state().setCode(code);
    }
}

} // namespace tessera::app
