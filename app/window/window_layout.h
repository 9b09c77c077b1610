// SPDX-License-Identifier: GPL-3.0-or-later
// Where a window and its docks are, from one run to the next.
#pragma once

class QMainWindow;

namespace tessera::app {

/// As it was left last; at first, most of the screen. After all docks and tool bars are there.
void restoreLayout(QMainWindow& window);
void saveLayout(const QMainWindow& window);

} // namespace tessera::app
