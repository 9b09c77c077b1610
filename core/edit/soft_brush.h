// SPDX-License-Identifier: Apache-2.0
// Brushes with a soft edge: how much of their strength they have where.
#pragma once

#include "core/edit/region.h"

namespace tessera::core {

/// The share (0..1) of its strength that a brush `size` across has at `distance` from its middle. It never grows with
/// the distance: all of it inside `hardness` (0..1) of the radius, none of it half a unit beyond the radius, and at most
/// a unit of fading is always left, so that hard edges are smooth as well.
double softness(double distance, double size, double hardness);

struct SoftBrush {
    int size = 1; ///< cells across, as of brushAt()
    BrushShape shape = BrushShape::disc;
    double hardness = 0.5;

    /// Its share at a cell when its middle is `centre`: of brushAt()'s cells, others have none. A square fades by rows
    /// and columns, a disc by distance.
    double at(Cell cell, Cell centre) const;
};

} // namespace tessera::core
