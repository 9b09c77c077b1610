// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/paint_tool.h"

#include "app/documents/document.h"
#include "app/tools/tool_state.h"

namespace tessera::app {

core::Region PaintTool::drawn(const Document& document, core::Cell from, core::Cell to) const
{
    return core::brushLine(from, to, state().brushSize(), state().brushShape(), document.grid());
}

} // namespace tessera::app
