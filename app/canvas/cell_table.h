// SPDX-License-Identifier: GPL-3.0-or-later
// The cells of a canvas's document as a table for assistive programs: each cell says its place, its code, and whether it is
// edited or selected, and can be given the keyboard's cell cursor. A cell is made when somebody asks for it.
#pragma once

class QAccessibleInterface;

namespace tessera::app {

class Canvas;

/// It may outlive the canvas and is invalid then. Registered and deleted by who asks for it.
QAccessibleInterface* makeCellTable(Canvas& canvas);

} // namespace tessera::app
