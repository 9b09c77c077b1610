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

// id, name, key, icon, hint, how to make one
const ToolRow kTools[] = {
    {"brush", QT_TRANSLATE_NOOP("Tools", "Brush"), "B", "brush",
     QT_TRANSLATE_NOOP("Tools", "Drag to paint code A. Shift+click: straight line from the last point. Ctrl+click or "
                                "right click: pick a code. Right drag: take a stamp. Esc: take the stroke back."),
     make<BrushTool>},
    {"fill", QT_TRANSLATE_NOOP("Tools", "Fill"), "F", "fill",
     QT_TRANSLATE_NOOP("Tools", "Click to fill what hangs together and has this code, or one within the tolerance. "
                                "Ctrl+click: wherever it is in the picture. Right click: pick a code."),
     make<FillTool>},
    {"shape", QT_TRANSLATE_NOOP("Tools", "Shape"), "U", "shape",
     QT_TRANSLATE_NOOP("Tools", "Drag a rectangle or an ellipse from corner to corner. Shift: square or circle. Right "
                                "click: pick a code. Esc: let go of it."),
     make<ShapeTool>},
    {"stamp", QT_TRANSLATE_NOOP("Tools", "Stamp"), "K; Shift+B", "stamp",
     QT_TRANSLATE_NOOP("Tools", "Drag with the right button to take a stamp, with the left one to lay it side by side. "
                                "Z turns, D draws its codes at random, 1 to 9 take up others."),
     make<StampTool>},
    {"jitter", QT_TRANSLATE_NOOP("Tools", "Jitter"), "J", "jitter",
     QT_TRANSLATE_NOOP("Tools", "Drag to exchange codes for others near to them, at random. Each cell changes once a "
                                "drag. Shift+click: straight line from the last point. Esc: take the stroke back."),
     make<JitterTool>},
    {"morph", QT_TRANSLATE_NOOP("Tools", "Morph"), "M", "morph",
     QT_TRANSLATE_NOOP("Tools", "Drag to move latents towards code A, a little at each touch. Ctrl+click: towards what "
                                "is under the brush there. Esc: take the stroke back."),
     make<MorphTool>},
    {"pixel", QT_TRANSLATE_NOOP("Tools", "Pixel Brush"), "G", "pixel",
     QT_TRANSLATE_NOOP("Tools", "Drag to paint pixels on the reconstruction; the cells that they touch are encoded "
                                "again. Ctrl+click: pick a colour. Shift+click: straight line. Esc: take it back."),
     make<PixelTool>},
    {"restore", QT_TRANSLATE_NOOP("Tools", "Restore"), "E", "restore",
     QT_TRANSLATE_NOOP("Tools", "Drag to give cells back the codes that the encoder chose. Shift+click: straight line "
                                "from the last point. Esc: take the stroke back."),
     make<RestoreTool>},
    {"pick", QT_TRANSLATE_NOOP("Tools", "Pick"), "P", "pick",
     QT_TRANSLATE_NOOP("Tools", "Click a cell to paint with its code. Ctrl+right click: as code B."), make<PickTool>},
    {"select", QT_TRANSLATE_NOOP("Tools", "Select Rectangle"), "R", "select",
     QT_TRANSLATE_NOOP("Tools", "Drag to select cells. Shift adds, Ctrl subtracts, both intersect. Drag the selection "
                                "to move its codes. A click deselects."),
     make<SelectTool>},
    {"lasso", QT_TRANSLATE_NOOP("Tools", "Lasso"), "Q", "lasso",
     QT_TRANSLATE_NOOP("Tools", "Drag around cells to select them. Shift adds, Ctrl subtracts, both intersect. Drag "
                                "the selection to move its codes. A click deselects."),
     make<LassoTool>},
    {"wand", QT_TRANSLATE_NOOP("Tools", "Wand"), "W", "wand",
     QT_TRANSLATE_NOOP("Tools", "Click a cell to select what hangs together with it through like codes. Shift adds, "
                                "Ctrl subtracts, both intersect. Drag the selection to move its codes."),
     make<WandTool>},
    {"same", QT_TRANSLATE_NOOP("Tools", "Select Code"), "S", "select-code",
     QT_TRANSLATE_NOOP("Tools", "Click a cell to select all cells of its code, or of codes within the tolerance. "
                                "Shift adds, Ctrl subtracts, both intersect. Drag the selection to move its codes."),
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
