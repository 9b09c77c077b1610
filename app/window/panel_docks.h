// SPDX-License-Identifier: GPL-3.0-or-later
// The docks at the right side of the window: one for each row of the list of panels.
#pragma once

class QMainWindow;

namespace tessera::app {

struct PanelContext;

/// Makes them where the list says, with their actions, those that are open at first in front of what shares their place.
void addPanelDocks(QMainWindow& window, const PanelContext& context);

} // namespace tessera::app
