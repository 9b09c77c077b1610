// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/select_tools.h"

#include "app/document.h"
#include "app/tools/tool_state.h"
#include "core/edit/flood.h"
#include "core/edit/shapes.h"

#include <QCoreApplication>

namespace tessera::app {

core::Region RectangleSelectTool::chosen(const Document& document, const std::vector<core::Cell>& path) const
{
    return core::rectangleRegion(path.front(), path.back(), document.grid());
}

QString RectangleSelectTool::label() const
{
    return QCoreApplication::translate("Tools", "Select Rectangle");
}

core::Region LassoTool::chosen(const Document& document, const std::vector<core::Cell>& path) const
{
    return core::polygonRegion(path, document.grid());
}

QString LassoTool::label() const
{
    return QCoreApplication::translate("Tools", "Lasso");
}

core::Region WandTool::chosen(const Document& document, const std::vector<core::Cell>& path) const
{
    const core::Cell start = path.front();
    if (!document.grid().contains(start))
        return {};
    return core::floodRegion(document.codes(), start, state().connectivity(),
                             core::similarCode(document.model()->codebook(), document.codes().at(start.row, start.col),
                                               state().tolerance()));
}

QString WandTool::label() const
{
    return QCoreApplication::translate("Tools", "Wand");
}

core::Region SameCodeTool::chosen(const Document& document, const std::vector<core::Cell>& path) const
{
    const core::Cell cell = path.front();
    if (!document.grid().contains(cell))
        return {};
    return core::sameRegion(document.codes(), core::similarCode(document.model()->codebook(),
                                                                document.codes().at(cell.row, cell.col),
                                                                state().tolerance()));
}

QString SameCodeTool::label() const
{
    return QCoreApplication::translate("Tools", "Select Code");
}

} // namespace tessera::app
