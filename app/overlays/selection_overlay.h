// SPDX-License-Identifier: GPL-3.0-or-later
// The selection and what floats, drawn over a pane's picture.
#pragma once

#include "app/overlays/pane_overlay.h"

namespace tessera::app {

/// The floating block itself: its codes' colours in the Codes pane, its look in the Reconstruction pane.
void drawFloating(QPainter& painter, const PaneContext& pane);
/// The borders of the selection and of what floats: black and white stripes, which read on any picture.
void drawSelection(QPainter& painter, const PaneContext& pane);

} // namespace tessera::app
