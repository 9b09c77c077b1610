// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/stamp_tool.h"

#include "app/document.h"
#include "app/tools/paint_ink.h"
#include "app/tools/tool_state.h"
#include "core/edit/dice.h"

#include <QCoreApplication>

namespace tessera::app {

core::Tiling StampTool::tilingAt(core::Cell cell) const
{
    const core::CodeBlock& stamp = state().stamp();
    return {stamp, m_stroke != 0 ? m_origin : core::Cell{cell.row - stamp.rows / 2, cell.col - stamp.cols / 2}};
}

core::Ink StampTool::ink(const core::Tiling& tiling) const
{
    return state().hasDice() ? core::diceInk(tiling.block, state().seed()) : tiling.ink();
}

core::Region StampTool::footprint(const Document& document, const ToolEvent& event) const
{
    if (!canStamp(state(), document))
        return {};
    const core::Tiling tiling = tilingAt(event.cell);
    return core::placed(tiling.block, tiling.cornerOf(tiling.placeAt(event.cell)), document.grid());
}

core::Ink StampTool::previewInk(const Document&, const ToolEvent& event) const
{
    return ink(tilingAt(event.cell));
}

void StampTool::press(Document& document, const ToolEvent& event)
{
    if (!canStamp(state(), document))
        return;
    m_origin = tilingAt(event.cell).origin;
    m_stroke = document.newStroke();
    write(document, event.cell, event.cell);
}

void StampTool::move(Document& document, const ToolEvent& event)
{
    if (m_stroke != 0 && event.cell != m_at && canStamp(state(), document))
        write(document, m_at, event.cell);
}

void StampTool::release(Document& document, const ToolEvent& event)
{
    move(document, event);
    m_stroke = 0;
    state().roll();
}

void StampTool::abort(Document& document)
{
    if (m_stroke != 0)
        document.cancelStroke(m_stroke);
    m_stroke = 0;
}

void StampTool::write(Document& document, core::Cell from, core::Cell to)
{
    const core::Tiling tiling = tilingAt(to);
    const core::Region region = tiling.line(tiling.placeAt(from), tiling.placeAt(to), document.grid());
    const QString label = state().hasDice() ? QCoreApplication::translate("Tools", "Stamp at random")
                                            : QCoreApplication::translate("Tools", "Stamp");
    document.edit(core::makePatch(document.codes(), region, ink(tiling)), label, m_stroke);
    m_at = to;
}

} // namespace tessera::app
