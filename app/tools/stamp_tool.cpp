// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/stamp_tool.h"

#include "app/documents/document.h"
#include "app/tools/paint_ink.h"
#include "app/tools/tool_state.h"
#include "core/edit/dice.h"

#include <QCoreApplication>

namespace tessera::app {

core::Tiling StampTool::tilingAt(core::Cell cell) const
{
    const core::CodeBlock& stamp = state().stamp();
    return {stamp, isDragging() ? m_origin : core::Cell{cell.row - stamp.rows / 2, cell.col - stamp.cols / 2}};
}

void StampTool::begin(Document&, const ToolEvent& event)
{
    m_origin = tilingAt(event.cell).origin;
}

bool StampTool::canPaint(const Document& document) const
{
    return canStamp(state(), document);
}

core::Region StampTool::drawn(const Document& document, core::Cell from, core::Cell to) const
{
    if (!canStamp(state(), document))
        return {};
    const core::Tiling tiling = tilingAt(to);
    return tiling.line(tiling.placeAt(from), tiling.placeAt(to), document.grid());
}

core::Ink StampTool::ink(const Document&, core::Cell at) const
{
    const core::Tiling tiling = tilingAt(at);
    return state().hasDice() ? core::diceInk(tiling.block, state().seed()) : tiling.ink();
}

QString StampTool::label() const
{
    return state().hasDice() ? QCoreApplication::translate("Tools", "Stamp at random")
                             : QCoreApplication::translate("Tools", "Stamp");
}

} // namespace tessera::app
