// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/same_tool.h"

#include "app/documents/document.h"
#include "app/tools/tool_state.h"
#include "core/edit/flood.h"

#include <QCoreApplication>

namespace tessera::app {

core::Region SameTool::chosen(const Document& document, const std::vector<core::Cell>& path) const
{
    const core::Cell cell = path.front();
    if (!document.grid().contains(cell))
        return {};
    const core::CodeTest isLike = core::similarCode(
        document.model()->codebook(), document.codes().at(cell.row, cell.col), state().tolerance());
    return core::sameRegion(document.codes(), isLike);
}

QString SameTool::label() const
{
    return QCoreApplication::translate("Tools", "Select Code");
}

} // namespace tessera::app
