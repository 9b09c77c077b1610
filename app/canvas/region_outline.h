// SPDX-License-Identifier: GPL-3.0-or-later
// The border of a set of cells, as lines on a pane.
#pragma once

#include "app/canvas/pane_overlay.h"
#include "core/edit/region.h"

#include <QLineF>
#include <QList>

namespace tessera::app {

/// The edges of cells with the region on one side only, within `within` (cells); edges that continue each other are one
/// line. In the pane's coordinates.
QList<QLineF> regionOutline(const PaneContext& pane, const core::Region& region, const core::CellRect& within);

} // namespace tessera::app
