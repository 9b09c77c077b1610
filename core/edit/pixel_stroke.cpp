// SPDX-License-Identifier: Apache-2.0
#include "core/edit/pixel_stroke.h"

#include "core/edit/region_sets.h"
#include "core/edit/soft_brush.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tessera::core {
namespace {

/// Of a point from the straight line between two others.
double distanceToLine(PixelPoint point, PixelPoint from, PixelPoint to)
{
    const double dx = to.x - from.x, dy = to.y - from.y, square = dx * dx + dy * dy;
    const double part =
        square > 0 ? std::clamp(((point.x - from.x) * dx + (point.y - from.y) * dy) / square, 0.0, 1.0) : 0;
    return std::hypot(from.x + part * dx - point.x, from.y + part * dy - point.y);
}

int cellOf(double pixel, int factor)
{
    return static_cast<int>(std::floor(pixel / factor));
}

} // namespace

PixelPoint snapped(PixelPoint point, int size)
{
    if (size % 2 == 0)
        return {std::round(point.x), std::round(point.y)};
    return {std::floor(point.x) + 0.5, std::floor(point.y) + 0.5};
}

PixelStroke::PixelStroke(const CellRect& grid, int factor, Region clip, const PixelBrush& brush)
    : m_grid(grid), m_factor(factor), m_clip(std::move(clip)), m_brush(brush)
{
}

CellRect PixelStroke::drag(PixelPoint from, PixelPoint to)
{
    const double reach = m_brush.size / 2.0 + 0.5;
    const int top = cellOf(std::min(from.y, to.y) - reach, m_factor), left = cellOf(std::min(from.x, to.x) - reach, m_factor);
    const int bottom = cellOf(std::max(from.y, to.y) + reach, m_factor),
              right = cellOf(std::max(from.x, to.x) + reach, m_factor);
    CellRect cells = CellRect{top, left, bottom - top + 1, right - left + 1}.intersected(m_grid);
    if (!m_clip.isEmpty())
        cells = cells.intersected(m_clip.bounds);
    if (cells.isEmpty())
        return {};
    grow(cells);
    for (int row = cells.top; row < cells.top + cells.rows; ++row)
        for (int col = cells.left; col < cells.left + cells.cols; ++col) {
            if (!isOpen({row, col}))
                continue;
            for (int y = row * m_factor; y < (row + 1) * m_factor; ++y) {
                std::uint8_t* pixel = m_cover.data()
                    + static_cast<std::ptrdiff_t>(y - m_bounds.top * m_factor) * width()
                    + static_cast<std::ptrdiff_t>(col - m_bounds.left) * m_factor;
                for (int x = col * m_factor; x < (col + 1) * m_factor; ++x, ++pixel) {
                    const double distance = distanceToLine({x + 0.5, y + 0.5}, from, to);
                    const double cover = softness(distance, m_brush.size, m_brush.hardness) * m_brush.opacity;
                    *pixel = std::max(*pixel, static_cast<std::uint8_t>(std::lround(cover * 255)));
                }
            }
        }
    return cells;
}

bool PixelStroke::isOpen(Cell cell) const
{
    return m_clip.isEmpty() || m_clip.contains(cell);
}

/// In steps, so that a long stroke is not copied at each move.
void PixelStroke::grow(const CellRect& cells)
{
    if (!m_bounds.isEmpty() && cells.intersected(m_bounds) == cells)
        return;
    const int more = std::max(64 / m_factor, 1);
    const CellRect wide{cells.top - more, cells.left - more, cells.rows + 2 * more, cells.cols + 2 * more};
    const CellRect before = m_bounds;
    const std::vector<std::uint8_t> old = std::exchange(m_cover, {});
    m_bounds = before.united(wide).intersected(m_grid);
    m_cover.resize(static_cast<std::size_t>(width()) * static_cast<std::size_t>(height()));
    const int oldWidth = before.cols * m_factor;
    const std::ptrdiff_t first = static_cast<std::ptrdiff_t>(before.top - m_bounds.top) * m_factor * width()
        + static_cast<std::ptrdiff_t>(before.left - m_bounds.left) * m_factor;
    for (int y = 0; y < before.rows * m_factor; ++y)
        std::copy_n(old.data() + static_cast<std::ptrdiff_t>(y) * oldWidth, oldWidth,
                    m_cover.data() + first + static_cast<std::ptrdiff_t>(y) * width());
}

Region PixelStroke::touched() const
{
    Region cells{m_bounds, {}};
    if (m_bounds.isEmpty())
        return {};
    cells.mask.resize(static_cast<std::size_t>(m_bounds.rows) * static_cast<std::size_t>(m_bounds.cols));
    const auto row = static_cast<std::size_t>(width()), factor = static_cast<std::size_t>(m_factor);
    for (std::size_t i = 0; i < m_cover.size(); ++i)
        if (m_cover[i] != 0)
            cells.mask[i / row / factor * static_cast<std::size_t>(m_bounds.cols) + i % row / factor] = 1;
    return tightened(std::move(cells));
}

} // namespace tessera::core
