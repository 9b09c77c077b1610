// SPDX-License-Identifier: GPL-3.0-or-later
// The values of pixels, written on them where they are large enough.
#pragma once

#include "app/documents/shown_picture.h"
#include "app/overlays/pane_overlay.h"

namespace tessera::app {

/// From this many screen pixels a pixel.
constexpr double kPixelValuesFrom = 40;

/// One line for each colour channel, 0.00 to 1.00 as they are shown. Nothing where there is no room for it.
void drawPixelValues(QPainter& painter, const PaneContext& pane, const ShownPicture& values);

} // namespace tessera::app
