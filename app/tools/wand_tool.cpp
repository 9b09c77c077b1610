// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/wand_tool.h"

#include "app/documents/document.h"
#include "app/tools/tool_state.h"
#include "core/edit/flood.h"

#include <QCoreApplication>

namespace tessera::app {

core::Region WandTool::chosen(const Document& document, const std::vector<core::Cell>& path) const
{
    const core::Cell start = path.front();
    if (!document.grid().contains(start))
        return {};
    const core::CodeTest isLike = core::similarCode(
        document.model()->codebook(), document.codes().at(start.row, start.col), state().tolerance());
    return core::floodRegion(document.codes(), start, state().connectivity(), isLike);
}

QString WandTool::label() const
{
    return QCoreApplication::translate("Tools", "Wand");
}

} // namespace tessera::app
