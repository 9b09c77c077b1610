// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/tool_preview.h"

#include "app/documents/document.h"
#include "app/tools/tool.h"
#include "core/edit/region_sets.h"

namespace tessera::app {
namespace {

template <class Visit>
void forEachCell(const core::CellRect& box, Visit&& visit)
{
    for (int row = box.top; row < box.top + box.rows; ++row)
        for (int col = box.left; col < box.left + box.cols; ++col)
            visit(core::Cell{row, col});
}

} // namespace

ToolPreview previewOf(const Tool& tool, const Document& document, const ToolEvent& event)
{
    ToolPreview preview;
    preview.pixels = tool.previewPixels(document, event);
    preview.cells = tool.footprint(document, event);
    if (tool.paints() && !document.selection().isEmpty())
        preview.cells = core::intersected(preview.cells, document.selection());
    if (preview.isEmpty())
        return preview;
    preview.border = core::borderOf(preview.cells);
    const core::Ink ink = tool.previewInk(document, event);
    if (!ink)
        return preview;
    preview.codes.reserve(preview.cells.mask.size());
    forEachCell(preview.cells.bounds, [&](core::Cell cell) {
        preview.codes.push_back(preview.cells.contains(cell) ? ink(cell.row, cell.col) : 0);
    });
    return preview;
}

} // namespace tessera::app
