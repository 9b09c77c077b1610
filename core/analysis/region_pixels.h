// SPDX-License-Identifier: Apache-2.0
// The pixels under a region of cells.
#pragma once

#include "core/edit/region.h"

#include <algorithm>

namespace tessera::core {

/// Half-open, in pixels of a picture.
struct PixelRect {
    int left = 0, top = 0, right = 0, bottom = 0;
};

/// Around the pixels under `region`, whose cells are `factor` pixels wide and high, inside width x height; the whole
/// where the region is empty.
inline PixelRect pixelBounds(int width, int height, const Region& region, int factor)
{
    if (region.isEmpty())
        return {0, 0, width, height};
    const CellRect& box = region.bounds;
    return {std::max(0, box.left * factor), std::max(0, box.top * factor),
            std::min(width, (box.left + box.cols) * factor), std::min(height, (box.top + box.rows) * factor)};
}

/// Is the pixel under the region? Every one is under an empty region.
inline bool isUnder(const Region& region, int factor, int x, int y)
{
    return region.isEmpty() || region.contains({y / factor, x / factor});
}

/// Calls visit(x, y) for the pixels under the region, row by row.
template <class Visit>
void visitPixels(int width, int height, const Region& region, int factor, Visit&& visit)
{
    const PixelRect box = pixelBounds(width, height, region, factor);
    for (int y = box.top; y < box.bottom; ++y)
        for (int x = box.left; x < box.right; ++x)
            if (isUnder(region, factor, x, y))
                visit(x, y);
}

} // namespace tessera::core
