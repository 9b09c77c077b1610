// SPDX-License-Identifier: Apache-2.0
// Regions of drawn shapes, clipped to the grid, with tight bounds.
#pragma once

#include "core/edit/region.h"

#include <span>

namespace tessera::core {

/// The rectangle with these two cells in opposite corners.
Region rectangleRegion(Cell from, Cell to, const CellRect& grid);

/// What a closed path goes around, and the cells that it walks over: straight lines from centre to centre of its cells,
/// and back from the last to the first. A cell is inside where the path winds around its centre, in whatever direction
/// and however often.
Region polygonRegion(std::span<const Cell> path, const CellRect& grid);

} // namespace tessera::core
