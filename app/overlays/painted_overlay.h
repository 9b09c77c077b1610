// SPDX-License-Identifier: GPL-3.0-or-later
// Pixels that lie over the reconstruction until it holds them, and the brush that paints more.
#pragma once

#include "app/overlays/pane_overlay.h"

namespace tessera::app {

/// An image, one pixel for one of the picture's, with its corner on that of a cell; cut where the grid ends.
void drawPixels(QPainter& painter, const PaneContext& pane, const QImage& image, core::Cell corner);

/// What has been painted or pasted on the reconstruction; false where there is nothing.
bool drawPainted(QPainter& painter, const PaneContext& pane);

/// The brush of the scene's preview: in the reconstruction with what a press would paint.
void drawPixelBrush(QPainter& painter, const PaneContext& pane);

} // namespace tessera::app
