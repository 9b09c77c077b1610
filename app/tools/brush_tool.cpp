// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/brush_tool.h"

#include "app/tools/paint_ink.h"

namespace tessera::app {

core::Ink BrushTool::ink(const Document&, core::Cell) const
{
    return paintInk(state());
}

QString BrushTool::label() const
{
    return paintLabel(state());
}

bool BrushTool::canPaint(const Document& document) const
{
    return app::canPaint(state(), document);
}

} // namespace tessera::app
