// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/tool.h"

namespace tessera::app {

core::Region Tool::footprint(const Document&, const ToolEvent&) const
{
    return {};
}

Qt::CursorShape Tool::cursor(const Document&, const ToolEvent&) const
{
    return paints() ? Qt::CrossCursor : Qt::PointingHandCursor;
}

} // namespace tessera::app
