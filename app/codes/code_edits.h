// SPDX-License-Identifier: GPL-3.0-or-later
// Edits of a whole document that need no tool.
#pragma once

#include "app/documents/document.h"
#include "core/edit/code_block.h"

namespace tessera::app {

/// Gives every cell, or every selected one, the code of `codes`, which has the document's grid, as one step of undo.
/// Returns how many cells changed; where none did, there is no step.
qint64 putCodes(Document& document, const core::IndexMap& codes, const QString& label);

/// Puts a block of codes of the document's model there, whatever was selected, and selects it: one step of undo.
/// Returns how many of its cells lie on the grid.
qint64 putBlock(Document& document, const core::CodeBlock& block, core::Cell corner, const QString& label);

/// Gives the cells of `region` the encoder's codes, whatever is selected.
void restoreCells(Document& document, const core::Region& region, const QString& label);

/// The selection, or where nothing is selected, all cells.
core::Region affectedCells(const Document& document);

} // namespace tessera::app
