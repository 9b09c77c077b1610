// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tools/selection_move.h"

#include "app/documents/document.h"
#include "core/edit/region_sets.h"

#include <QCoreApplication>

#include <utility>

namespace tessera::app {

SelectionMove::SelectionMove(const Document& document)
    : m_selection(document.selection()), m_codes(document.codes()), m_block(core::cut(m_codes, m_selection))
{
}

void SelectionMove::to(Document& document, int rows, int cols, int stroke) const
{
    core::Region now = core::moved(m_selection, rows, cols, document.grid());
    if (now.isEmpty())
        return;
    const core::Ink moved = core::blockInk(m_block, {m_selection.bounds.top + rows, m_selection.bounds.left + cols});
    const core::Ink codes = [&](int row, int col) {
        if (now.contains({row, col}))
            return moved(row, col);
        return m_selection.contains({row, col}) ? document.encodedCodes().at(row, col) : m_codes.at(row, col);
    };
    const core::Region touched = core::united(core::united(m_selection, document.selection()), now);
    core::Edit edit{core::makePatch(document.codes(), touched, codes), {}};
    if (now != document.selection())
        edit.selection = core::SelectionChange{document.selection(), std::move(now)};
    document.editAnywhere(std::move(edit), QCoreApplication::translate("Tools", "Move"), stroke);
}

} // namespace tessera::app
