// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/codes/code_edits.h"

#include "core/edit/region_sets.h"

#include <cassert>
#include <utility>

namespace tessera::app {

qint64 putCodes(Document& document, const core::IndexMap& codes, const QString& label)
{
    assert(codes.rows == document.codes().rows && codes.cols == document.codes().cols);
    core::Patch patch = core::makePatch(document.codes(), affectedCells(document), core::mapInk(codes));
    const qint64 changed = patch.changedCells();
    document.edit(std::move(patch), label);
    return changed;
}

qint64 putBlock(Document& document, const core::CodeBlock& block, core::Cell corner, const QString& label)
{
    core::Region cells = core::tightened(core::placed(block, corner, document.grid()));
    const qint64 count = core::cellCount(cells);
    core::Edit edit{core::makePatch(document.codes(), cells, core::blockInk(block, corner)), {}};
    if (count > 0 && cells != document.selection())
        edit.selection = core::SelectionChange{document.selection(), std::move(cells)};
    document.editAnywhere(std::move(edit), label);
    return count;
}

void restoreCells(Document& document, const core::Region& region, const QString& label)
{
    const core::Ink encoded = core::mapInk(document.encodedCodes());
    document.editAnywhere({core::makePatch(document.codes(), region, encoded), {}}, label);
}

core::Region affectedCells(const Document& document)
{
    return document.selection().isEmpty() ? core::wholeGrid(document.grid()) : document.selection();
}

} // namespace tessera::app
