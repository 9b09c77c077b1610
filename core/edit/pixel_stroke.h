// SPDX-License-Identifier: Apache-2.0
// One stroke of a brush that paints pixels: how much of its colour lies on each of them. Going over a pixel again makes
// it no stronger than the brush is.
#pragma once

#include "core/edit/region.h"
#include "core/geometry.h"

#include <cstdint>
#include <vector>

namespace tessera::core {

/// A place in a picture, in pixels; the middle of the first pixel is (0.5, 0.5).
struct PixelPoint {
    double x = 0, y = 0;
    bool operator==(const PixelPoint&) const = default;
};

struct PixelBrush {
    int size = 12;        ///< pixels across, 1 or more
    double hardness = 0.8; ///< as of softness()
    double opacity = 1;   ///< 0..1
    bool operator==(const PixelBrush&) const = default;
};

/// Where the middle of a brush goes so that small ones cover whole pixels: odd sizes have it in the middle of a pixel,
/// even ones on a corner.
PixelPoint snapped(PixelPoint point, int size);

class PixelStroke {
public:
    /// On a picture of `grid` cells of `factor` x `factor` pixels. Where `clip` is not empty, only pixels of its cells
    /// are painted.
    PixelStroke(const CellRect& grid, int factor, Region clip, const PixelBrush& brush);

    /// Paints along the straight line. Returns the cells that it reached.
    CellRect drag(PixelPoint from, PixelPoint to);

    /// The cells that cover() is about; grows with the stroke, empty at first.
    const CellRect& bounds() const { return m_bounds; }
    int width() const { return m_bounds.cols * m_factor; }
    int height() const { return m_bounds.rows * m_factor; }
    /// 0..255 for each pixel of the bounds, row by row.
    const std::vector<std::uint8_t>& cover() const { return m_cover; }
    /// The cells with a pixel that is not 0, with tight bounds.
    Region touched() const;

private:
    void grow(const CellRect& cells);
    bool isOpen(Cell cell) const;

    CellRect m_grid;
    int m_factor;
    Region m_clip;
    PixelBrush m_brush;
    CellRect m_bounds;
    std::vector<std::uint8_t> m_cover;
};

} // namespace tessera::core
