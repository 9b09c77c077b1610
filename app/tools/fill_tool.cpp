// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/fill_tool.h"

#include "app/documents/document.h"
#include "app/tools/paint_ink.h"
#include "app/tools/tool_state.h"

#include <QCoreApplication>

namespace tessera::app {

/// As if there were walls around the selection: what hangs together only outside of it does not count.
core::Region FillTool::footprint(const Document& document, const ToolEvent& event) const
{
    if (!document.grid().contains(event.cell))
        return {};
    const core::IndexMap& codes = document.codes();
    const core::CodeTest like =
        core::similarCode(document.model()->codebook(), codes.at(event.cell.row, event.cell.col), state().tolerance());
    if (event.modifiers.testFlag(Qt::ControlModifier))
        return core::sameRegion(codes, like);
    if (document.selection().isEmpty())
        return core::floodRegion(codes, event.cell, state().connectivity(), like);
    core::IndexMap open(1, codes.rows, codes.cols);
    for (int row = 0; row < codes.rows; ++row)
        for (int col = 0; col < codes.cols; ++col)
            open.at(row, col) = document.selection().contains({row, col}) && like(codes.at(row, col));
    return core::floodRegion(open, event.cell, state().connectivity(), core::sameCode(1));
}

core::Ink FillTool::previewInk(const Document& document, const ToolEvent&) const
{
    return canPaint(state(), document) ? paintInk(state()) : core::Ink();
}

void FillTool::press(Document& document, const ToolEvent& event)
{
    if (!canPaint(state(), document))
        return;
    m_stroke = document.newStroke();
    const QString label = state().hasDice()
        ? QCoreApplication::translate("Tools", "Fill at random")
        : QCoreApplication::translate("Tools", "Fill with code %1").arg(state().code());
    document.edit(core::makePatch(document.codes(), footprint(document, event), paintInk(state())), label, m_stroke);
}

void FillTool::release(Document&, const ToolEvent&)
{
    m_stroke = 0;
    if (state().hasDice())
        state().roll();
}

void FillTool::abort(Document& document)
{
    if (m_stroke != 0)
        document.cancelStroke(m_stroke);
    m_stroke = 0;
}

} // namespace tessera::app
