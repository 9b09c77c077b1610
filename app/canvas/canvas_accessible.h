// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas as screen readers and other assistive programs see it: beside its widgets a table of cells (cell_table.h), of
// whose changes they are told.
#pragma once

#include "core/geometry.h"

class QAccessibleEvent;

namespace tessera::app {

class Canvas;

/// Who is told of what happens; QAccessible itself at first, which tells nobody while there is no assistive program. So
/// that a test can listen.
using Announcer = void (*)(QAccessibleEvent* event);
void setAnnouncer(Announcer announcer);

/// From now on canvases answer as above. May be called again.
void installCanvasAccessibility();

/// Tells assistive programs that the cells are others now.
void announceGrid(Canvas& canvas);
/// Tells them that the keyboard's cell is this one now.
void announceFocus(Canvas& canvas, core::Cell cell);
/// And that its code is another one.
void announceValue(Canvas& canvas, core::Cell cell);

} // namespace tessera::app
