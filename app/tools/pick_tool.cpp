// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/pick_tool.h"

#include "app/document.h"
#include "app/tools/tool_state.h"

namespace tessera::app {

void PickTool::press(Document& document, const ToolEvent& event)
{
    m_codeBefore = state().code();
    move(document, event);
}

void PickTool::move(Document& document, const ToolEvent& event)
{
    if (document.grid().contains(event.cell))
        state().setCode(document.codes().at(event.cell.row, event.cell.col));
}

void PickTool::abort(Document&)
{
    state().setCode(m_codeBefore);
}

} // namespace tessera::app
