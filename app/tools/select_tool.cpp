// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/select_tool.h"

#include "app/documents/document.h"
#include "core/edit/shapes.h"

#include <QCoreApplication>

namespace tessera::app {

core::Region SelectTool::chosen(const Document& document, const std::vector<core::Cell>& path) const
{
    return core::rectangleRegion(path.front(), path.back(), document.grid());
}

QString SelectTool::label() const
{
    return QCoreApplication::translate("Tools", "Select Rectangle");
}

} // namespace tessera::app
