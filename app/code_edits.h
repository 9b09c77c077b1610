// SPDX-License-Identifier: GPL-3.0-or-later
// Edits of a whole document that need no tool.
#pragma once

#include "app/document.h"

namespace tessera::app {

/// Gives every cell the code of `codes`, which has the document's grid, as one step of undo. Returns how many cells
/// changed; where none did, there is no step.
qint64 putCodes(Document& document, const core::IndexMap& codes, const QString& label);

} // namespace tessera::app
