// SPDX-License-Identifier: Apache-2.0
#include "core/edit/soft_brush.h"

#include <algorithm>
#include <cmath>

namespace tessera::core {

double softness(double distance, double size, double hardness)
{
    const double radius = size / 2, outer = radius + 0.5, inner = std::clamp(radius * hardness, 0.0, radius - 0.5);
    if (distance <= inner)
        return 1;
    if (distance >= outer)
        return 0;
    const double way = (distance - inner) / (outer - inner);
    return 1 - way * way * (3 - 2 * way);
}

double SoftBrush::at(Cell cell, Cell centre) const
{
    // The middle of an even brush is the upper left corner of its cell.
    const double shift = size % 2 == 0 ? 0.5 : 0.0;
    const double down = std::abs(cell.row - centre.row + shift), across = std::abs(cell.col - centre.col + shift);
    if (std::max(down, across) > (size - 1) / 2.0)
        return 0;
    return softness(shape == BrushShape::square ? std::max(down, across) : std::hypot(down, across), size, hardness);
}

} // namespace tessera::core
