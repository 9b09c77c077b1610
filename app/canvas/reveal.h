// SPDX-License-Identifier: GPL-3.0-or-later
// Where undo and redo have to scroll, so that something of what they change is in sight.
#pragma once

#include "core/edit/edit.h"

namespace tessera::app {

/// The part of the grid that is to be brought into sight, where `seen` is in sight now: nothing (an empty rectangle) where
/// a changed cell is seen already; all that changes, where that fits into as many cells as are seen; else the changed cell
/// that is nearest to what is seen. Where codes change, the selection does not count. Linear in the changed rectangle.
core::CellRect toReveal(const core::Edit& edit, const core::CellRect& seen);

} // namespace tessera::app
