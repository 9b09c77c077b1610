// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/tool_list.h"

#include "app/tools/brush_tool.h"
#include "app/tools/pick_tool.h"
#include "app/tools/restore_tool.h"
#include "app/tools/select_tools.h"

#include <QCoreApplication>

namespace tessera::app {
namespace {

template <class T>
std::unique_ptr<Tool> make(ToolState& state)
{
    return std::make_unique<T>(state);
}

// id, name, key, icon, hint, how to make one
const ToolRow kTools[] = {
    {"brush", QT_TRANSLATE_NOOP("Tools", "Brush"), "B", "brush",
     QT_TRANSLATE_NOOP("Tools", "Drag to paint the current code. Shift+click: straight line from the last point. "
                                "Ctrl+click or right click: pick a code. Esc: take the stroke back."),
     make<BrushTool>},
    {"restore", QT_TRANSLATE_NOOP("Tools", "Restore"), "E", "restore",
     QT_TRANSLATE_NOOP("Tools", "Drag to give cells back the codes that the encoder chose. Shift+click: straight line "
                                "from the last point. Esc: take the stroke back."),
     make<RestoreTool>},
    {"pick", QT_TRANSLATE_NOOP("Tools", "Pick"), "P", "pick",
     QT_TRANSLATE_NOOP("Tools", "Click a cell to paint with its code."), make<PickTool>},
    {"select", QT_TRANSLATE_NOOP("Tools", "Select Rectangle"), "R", "select",
     QT_TRANSLATE_NOOP("Tools", "Drag to select cells. Shift adds, Ctrl subtracts, both intersect. Drag the selection "
                                "to move its codes. A click deselects."),
     make<RectangleSelectTool>},
    {"lasso", QT_TRANSLATE_NOOP("Tools", "Lasso"), "Q", "lasso",
     QT_TRANSLATE_NOOP("Tools", "Drag around cells to select them. Shift adds, Ctrl subtracts, both intersect. Drag "
                                "the selection to move its codes. A click deselects."),
     make<LassoTool>},
    {"wand", QT_TRANSLATE_NOOP("Tools", "Wand"), "W", "wand",
     QT_TRANSLATE_NOOP("Tools", "Click a cell to select what hangs together with it through like codes. Shift adds, "
                                "Ctrl subtracts, both intersect. Drag the selection to move its codes."),
     make<WandTool>},
    {"same", QT_TRANSLATE_NOOP("Tools", "Select Code"), "S", "select-code",
     QT_TRANSLATE_NOOP("Tools", "Click a cell to select all cells of its code. Shift adds, Ctrl subtracts, both "
                                "intersect. Drag the selection to move its codes."),
     make<SameCodeTool>},
};

} // namespace

std::span<const ToolRow> toolList()
{
    return kTools;
}

const ToolRow* findTool(const QString& id)
{
    for (const ToolRow& row : kTools)
        if (id == QLatin1String(row.id))
            return &row;
    return nullptr;
}

QString toolName(const ToolRow& row)
{
    return QCoreApplication::translate("Tools", row.name);
}

QString toolHint(const ToolRow& row)
{
    return QCoreApplication::translate("Tools", row.hint);
}

QKeySequence toolKey(const ToolRow& row)
{
    return QKeySequence(QLatin1String(row.key), QKeySequence::PortableText);
}

} // namespace tessera::app
