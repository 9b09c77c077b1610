// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/tool_list.h"

#include "app/tools/brush_tool.h"
#include "app/tools/fill_tool.h"
#include "app/tools/jitter_tool.h"
#include "app/tools/lasso_tool.h"
#include "app/tools/morph_tool.h"
#include "app/tools/pick_tool.h"
#include "app/tools/pixel_tool.h"
#include "app/tools/restore_tool.h"
#include "app/tools/same_tool.h"
#include "app/tools/select_tool.h"
#include "app/tools/shape_tool.h"
#include "app/tools/stamp_tool.h"
#include "app/tools/wand_tool.h"

#include <QCoreApplication>

namespace tessera::app {
namespace {

template <class T>
std::unique_ptr<Tool> make(ToolState& state)
{
    return std::make_unique<T>(state);
}

// id, name, key, icon, hint, how to make one. A hint has to fit into the status bar of a window of 1366 pixels.
const ToolRow kTools[] = {
    {"brush", QT_TRANSLATE_NOOP("Tools", "Brush"), "B", "brush",
     QT_TRANSLATE_NOOP("Tools", "Drag paints code A. Shift+click: a line. Ctrl+click: pick. Right drag: take a stamp."),
     make<BrushTool>},
    {"fill", QT_TRANSLATE_NOOP("Tools", "Fill"), "F", "fill",
     QT_TRANSLATE_NOOP("Tools", "Click fills what hangs together and is alike. Ctrl+click: wherever it is."),
     make<FillTool>},
    {"shape", QT_TRANSLATE_NOOP("Tools", "Shape"), "U", "shape",
     QT_TRANSLATE_NOOP("Tools", "Drag a rectangle or an ellipse. Shift: square, circle. Esc: let go of it."),
     make<ShapeTool>},
    {"stamp", QT_TRANSLATE_NOOP("Tools", "Stamp"), "K; Shift+B", "stamp",
     QT_TRANSLATE_NOOP("Tools", "Drag lays the stamp, a right drag takes one. {turn-right} turns it, {dice}: codes at "
                                "random."),
     make<StampTool>},
    {"jitter", QT_TRANSLATE_NOOP("Tools", "Jitter"), "J", "jitter",
     QT_TRANSLATE_NOOP("Tools", "Drag exchanges codes for near ones, at random. Shift+click: a line."),
     make<JitterTool>},
    {"morph", QT_TRANSLATE_NOOP("Tools", "Morph"), "M", "morph",
     QT_TRANSLATE_NOOP("Tools", "Drag moves latents towards code A. Ctrl+click: towards what is there."),
     make<MorphTool>},
    {"pixel", QT_TRANSLATE_NOOP("Tools", "Pixel Brush"), "G", "pixel",
     QT_TRANSLATE_NOOP("Tools", "Drag paints pixels; their cells are encoded again. Ctrl+click: pick a colour."),
     make<PixelTool>},
    {"restore", QT_TRANSLATE_NOOP("Tools", "Restore"), "E", "restore",
     QT_TRANSLATE_NOOP("Tools", "Drag gives cells back the encoder's codes. Shift+click: a line."), make<RestoreTool>},
    {"pick", QT_TRANSLATE_NOOP("Tools", "Pick"), "P", "pick",
     QT_TRANSLATE_NOOP("Tools", "Click a cell to paint with its code. Ctrl+right click: as code B."), make<PickTool>},
    {"select", QT_TRANSLATE_NOOP("Tools", "Select Rectangle"), "R", "select",
     QT_TRANSLATE_NOOP("Tools", "Drag selects, or moves what is selected. Shift adds, Ctrl subtracts."),
     make<SelectTool>},
    {"lasso", QT_TRANSLATE_NOOP("Tools", "Lasso"), "Q", "lasso",
     QT_TRANSLATE_NOOP("Tools", "Drag around cells, or move what is selected. Shift adds, Ctrl subtracts."),
     make<LassoTool>},
    {"wand", QT_TRANSLATE_NOOP("Tools", "Wand"), "W", "wand",
     QT_TRANSLATE_NOOP("Tools", "Click selects what hangs together through like codes. Shift adds, Ctrl subtracts."),
     make<WandTool>},
    {"same", QT_TRANSLATE_NOOP("Tools", "Select Code"), "S", "select-code",
     QT_TRANSLATE_NOOP("Tools", "Click selects all cells with codes like that one. Shift adds, Ctrl subtracts."),
     make<SameTool>},
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

QList<QKeySequence> toolKeys(const ToolRow& row)
{
    return QKeySequence::listFromString(QLatin1String(row.key), QKeySequence::PortableText);
}

} // namespace tessera::app
