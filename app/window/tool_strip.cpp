// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/tool_strip.h"

#include "app/actions/action_set.h"
#include "app/tools/tool_list.h"
#include "app/window/code_pair.h"

namespace tessera::app {

ToolStrip::ToolStrip(const ActionSet& actions, ToolState& tools, const CodeLooks& looks, QWidget* parent)
    : QToolBar(tr("Tools"), parent)
{
    setObjectName(QStringLiteral("tool-strip"));
    setMovable(false);
    setIconSize(QSize(20, 20));
    for (const ToolRow& row : toolList())
        addAction(&actions.at(QStringLiteral("tool-") + QLatin1String(row.id)));
    addSeparator();
    addWidget(new CodePair(actions, looks, tools, this));
}

} // namespace tessera::app
