// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/lasso_tool.h"

#include "app/documents/document.h"
#include "core/edit/shapes.h"

#include <QCoreApplication>

namespace tessera::app {

core::Region LassoTool::chosen(const Document& document, const std::vector<core::Cell>& path) const
{
    return core::polygonRegion(path, document.grid());
}

QString LassoTool::label() const
{
    return QCoreApplication::translate("Tools", "Lasso");
}

} // namespace tessera::app
