// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/shape_tool.h"

#include "app/documents/document.h"
#include "app/tools/paint_ink.h"
#include "app/tools/tool_state.h"

#include <QCoreApplication>

namespace tessera::app {

core::Region ShapeTool::footprint(const Document& document, const ToolEvent& event) const
{
    const core::Cell from = m_from.value_or(event.cell);
    const bool even = m_from && event.modifiers.testFlag(Qt::ShiftModifier);
    return core::drawnShape(from, even ? core::squared(from, event.cell) : event.cell, state().shapeStyle(),
                            document.grid());
}

core::Ink ShapeTool::previewInk(const Document& document, const ToolEvent&) const
{
    return canPaint(state(), document) ? paintInk(state()) : core::Ink();
}

void ShapeTool::press(Document&, const ToolEvent& event)
{
    m_from = event.cell;
}

void ShapeTool::release(Document& document, const ToolEvent& event)
{
    if (!m_from)
        return;
    const core::Region region = footprint(document, event);
    m_from.reset();
    if (!canPaint(state(), document))
        return;
    const QString name = state().shapeStyle().kind == core::ShapeKind::ellipse
        ? QCoreApplication::translate("Tools", "Draw Ellipse")
        : QCoreApplication::translate("Tools", "Draw Rectangle");
    document.edit(core::makePatch(document.codes(), region, paintInk(state())), name);
    if (state().hasDice())
        state().roll();
}

} // namespace tessera::app
