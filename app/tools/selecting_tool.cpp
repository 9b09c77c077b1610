// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/selecting_tool.h"

#include "app/documents/document.h"
#include "core/edit/region_sets.h"

#include <utility>

namespace tessera::app {

Qt::CursorShape SelectingTool::cursor(const Document& document, const ToolEvent& event) const
{
    const bool moves = m_doing == Doing::moving || (m_doing == Doing::nothing && wouldMove(document.selection(), event));
    return moves ? Qt::SizeAllCursor : Qt::CrossCursor;
}

bool SelectingTool::needsDrag(const Document& document, const ToolEvent& event) const
{
    return choosesByDrag() || wouldMove(document.selection(), event);
}

bool SelectingTool::wouldMove(const core::Region& selection, const ToolEvent& event)
{
    return combineFor(event.modifiers) == Combine::replace && selection.contains(event.cell);
}

SelectingTool::Combine SelectingTool::combineFor(Qt::KeyboardModifiers modifiers)
{
    const bool shift = modifiers.testFlag(Qt::ShiftModifier), control = modifiers.testFlag(Qt::ControlModifier);
    if (shift)
        return control ? Combine::intersect : Combine::add;
    return control ? Combine::subtract : Combine::replace;
}

void SelectingTool::press(Document& document, const ToolEvent& event)
{
    m_stroke = document.newStroke();
    m_before = document.selection();
    m_path = {event.cell};
    m_combine = combineFor(event.modifiers);
    if (wouldMove(m_before, event)) {
        m_doing = Doing::beforeMove;
        return;
    }
    m_doing = Doing::choosing;
    choose(document);
}

void SelectingTool::move(Document& document, const ToolEvent& event)
{
    if (m_doing == Doing::nothing || event.cell == m_path.back())
        return;
    if (m_doing == Doing::beforeMove) {
        m_move.emplace(document);
        m_doing = Doing::moving;
    }
    m_path.push_back(event.cell);
    if (m_doing == Doing::moving)
        m_move->to(document, event.cell.row - m_path.front().row, event.cell.col - m_path.front().col, m_stroke);
    else if (choosesByDrag())
        choose(document);
}

void SelectingTool::release(Document& document, const ToolEvent& event)
{
    move(document, event);
    if (m_doing == Doing::beforeMove) // it was a click
        choose(document);
    m_doing = Doing::nothing;
    m_move.reset();
}

void SelectingTool::abort(Document& document)
{
    if (m_doing != Doing::nothing)
        document.cancelStroke(m_stroke);
    m_doing = Doing::nothing;
    m_move.reset();
}

void SelectingTool::choose(Document& document)
{
    const bool takesAway
        = choosesByDrag() && m_path.size() == 1 && m_combine == Combine::replace && !m_before.isEmpty();
    core::Region region = takesAway ? core::Region{} : chosen(document, m_path);
    switch (m_combine) {
    case Combine::replace:
        break;
    case Combine::add:
        region = core::united(m_before, region);
        break;
    case Combine::subtract:
        region = core::subtracted(m_before, region);
        break;
    case Combine::intersect:
        region = core::intersected(m_before, region);
        break;
    }
    document.select(std::move(region), label(), m_stroke);
}

} // namespace tessera::app
