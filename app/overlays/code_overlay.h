// SPDX-License-Identifier: GPL-3.0-or-later
// Draws what Overlays says over a pane's picture. Looks at no more cells than are painted.
#pragma once

#include "app/overlays/pane_overlay.h"

namespace tessera::app {

/// Codes over pictures, a map of distances, dimming of all but one code, contours and marks of edited cells.
void drawCodeOverlays(QPainter& painter, const PaneContext& pane);
/// In the lower corners of a pane: how often the isolated code is there, and the colours of the map.
void drawLegends(QPainter& painter, const PaneContext& pane);

} // namespace tessera::app
