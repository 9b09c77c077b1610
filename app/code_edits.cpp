// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/code_edits.h"

#include <cassert>

namespace tessera::app {

qint64 putCodes(Document& document, const core::IndexMap& codes, const QString& label)
{
    assert(codes.rows == document.codes().rows && codes.cols == document.codes().cols);
    const core::CellRect grid = document.grid();
    const core::Region everywhere{grid, std::vector<std::uint8_t>(static_cast<std::size_t>(document.codes().cells()), 1)};
    core::Patch patch = core::makePatch(document.codes(), everywhere, core::mapInk(codes));
    const qint64 changed = patch.changedCells();
    document.edit(std::move(patch), label);
    return changed;
}

} // namespace tessera::app
