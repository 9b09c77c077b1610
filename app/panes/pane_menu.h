// SPDX-License-Identifier: GPL-3.0-or-later
// The menu of a pane: what it shows, what that is compared with and how, and whether it looks where the others look.
#pragma once

#include "app/canvas/canvas_scene.h"

#include <QKeySequence>

#include <functional>

class QMenu;

namespace tessera::app {

class PaneView;

/// The key of an action by its id; empty where it has none.
using KeyOf = std::function<QKeySequence(const QString& action)>;

/// Fills `menu` anew for `pane` as it is. What actions do to the active pane, too, is shown with their keys.
void fillPaneMenu(QMenu& menu, PaneView& pane, const CanvasScene& scene, const KeyOf& keyOf);

} // namespace tessera::app
