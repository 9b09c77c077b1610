// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/connect_actions.h"

#include "app/code_looks.h"
#include "app/tools/tool_list.h"
#include "app/tools/tool_state.h"

#include <algorithm>

namespace tessera::app {

void connectToolActions(ActionSet& actions, const Workspace& work)
{
    ToolState& tools = work.tools;
    const CodeLooks& looks = work.looks;
    const auto showTool = [&actions](const QString& id) {
        if (findTool(id))
            actions.at(QStringLiteral("tool-") + id).setChecked(true);
    };
    for (const ToolRow& row : toolList())
        actions.on(QStringLiteral("tool-") + QLatin1String(row.id), &tools,
                   [&tools, id = QString::fromLatin1(row.id)] { tools.setTool(id); });
    QObject::connect(&tools, &ToolState::toolChanged, &actions, showTool);
    showTool(tools.tool());

    actions.on("brush-smaller", &tools, [&tools] { tools.setBrushSize(tools.brushSize() - 1); });
    actions.on("brush-larger", &tools, [&tools] { tools.setBrushSize(tools.brushSize() + 1); });
    actions.on("brush-shape", &tools, [&tools] {
        tools.setBrushShape(tools.brushShape() == core::BrushShape::square ? core::BrushShape::disc : core::BrushShape::square);
    });
    const auto step = [&tools, &looks](int by) {
        if (looks.codes() > 0)
            tools.setCode(std::clamp(tools.code() + by, 0, looks.codes() - 1));
    };
    actions.on("previous-code", &tools, [step] { step(-1); });
    actions.on("next-code", &tools, [step] { step(+1); });
}

} // namespace tessera::app
