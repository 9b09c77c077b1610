// SPDX-License-Identifier: Apache-2.0
// Regions as sets: what selections are put together from. Every result has tight bounds, and the empty set is Region{}.
#pragma once

#include "core/edit/region.h"

#include <cstdint>

namespace tessera::core {

std::int64_t cellCount(const Region& region);

/// The same cells with bounds that touch them on all four sides.
Region tightened(Region region);

Region united(const Region& a, const Region& b);
Region intersected(const Region& a, const Region& b);
Region subtracted(const Region& from, const Region& what);

Region wholeGrid(const CellRect& grid);
/// The cells of `grid` that `region` lacks.
Region inverted(const Region& region, const CellRect& grid);
/// Shifted down and to the right, clipped to `grid`.
Region moved(const Region& region, int rows, int cols, const CellRect& grid);

} // namespace tessera::core
