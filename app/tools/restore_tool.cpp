// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/restore_tool.h"

#include "app/documents/document.h"

#include <QCoreApplication>

namespace tessera::app {

core::Ink RestoreTool::ink(const Document& document, core::Cell) const
{
    return core::mapInk(document.encodedCodes());
}

QString RestoreTool::label() const
{
    return QCoreApplication::translate("Tools", "Restore");
}

} // namespace tessera::app
