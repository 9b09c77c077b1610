// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/brush_tool.h"

#include "app/document.h"
#include "app/tools/tool_state.h"

#include <QCoreApplication>

namespace tessera::app {

core::Ink BrushTool::ink(const Document&) const
{
    return core::codeInk(state().code());
}

QString BrushTool::label() const
{
    return QCoreApplication::translate("Tools", "Paint code %1").arg(state().code());
}

bool BrushTool::canPaint(const Document& document) const
{
    // The code may have been chosen under a model with more codes.
    return document.hasCodes() && state().code() < document.model()->config().codes;
}

} // namespace tessera::app
