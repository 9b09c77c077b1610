// SPDX-License-Identifier: GPL-3.0-or-later
// The menu of a pane: what it shows, what that is compared with and how, and whether it looks where the others look.
#pragma once

#include "app/canvas/canvas_scene.h"

class QMenu;

namespace tessera::app {

class PaneView;

/// Fills `menu` anew for `pane` as it is.
void fillPaneMenu(QMenu& menu, PaneView& pane, const CanvasScene& scene);

} // namespace tessera::app
