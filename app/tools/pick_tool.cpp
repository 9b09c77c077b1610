// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/pick_tool.h"

#include "app/documents/document.h"
#include "app/tools/tool_state.h"

namespace tessera::app {

void PickTool::press(Document& document, const ToolEvent& event)
{
    m_a = state().code();
    m_b = state().codeB();
    move(document, event);
}

void PickTool::move(Document& document, const ToolEvent& event)
{
    if (!document.grid().contains(event.cell))
        return;
    const int code = document.codes().at(event.cell.row, event.cell.col);
    if (event.button == Qt::RightButton && event.modifiers.testFlag(Qt::ControlModifier))
        state().setCodeB(code);
    else
        state().setCode(code);
}

void PickTool::abort(Document&)
{
    state().setCode(m_a);
    state().setCodeB(m_b);
}

} // namespace tessera::app
