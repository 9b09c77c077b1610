// SPDX-License-Identifier: Apache-2.0
#include "gpu/preview_window.h"

#include <algorithm>

namespace tessera::gpu {

namespace {

/// Sides of windows, in cells.
constexpr int kSides[] = {17, 22, 28, 36, 48, 64, 96, 128};
/// Decoded around the changed cells at least; and of that, what the window's edges spoil and nobody is shown. Both
/// from measured errors (gpu/PERFORMANCE.md).
constexpr int kMargin = 7;
constexpr int kSpoiled = 4;
/// A window of more than one part in this many of the map is not worth it.
constexpr std::int64_t kLeastGain = 3;

/// Begin of a span of `side` cells around [first, first + count) inside [0, all).
int place(int first, int count, int side, int all) { return std::clamp(first - (side - count) / 2, 0, all - side); }

} // namespace

core::CellRect changedCells(const core::IndexMap& before, const core::IndexMap& after)
{
    const auto cols = static_cast<std::size_t>(after.cols);
    int top = static_cast<int>(after.rows), bottom = -1, left = static_cast<int>(after.cols), right = -1;
    for (int row = 0; row < after.rows; ++row) {
        const auto a = before.codes.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(row) * cols);
        const auto b = after.codes.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(row) * cols);
        if (std::equal(a, a + after.cols, b))
            continue;
        top = std::min(top, row);
        bottom = row;
        for (int col = 0; col < after.cols; ++col)
            if (a[col] != b[col]) {
                left = std::min(left, col);
                right = std::max(right, col);
            }
    }
    return bottom < 0 ? core::CellRect{} : core::CellRect{top, left, bottom - top + 1, right - left + 1};
}

std::optional<PreviewWindow> previewWindow(const core::CellRect& changed, std::int64_t rows, std::int64_t cols)
{
    if (changed.isEmpty())
        return {};
    const auto reaches
        = [](int side, int count, std::int64_t all) { return side == all || side >= count + 2 * kMargin; };
    for (const core::CellRect& size : previewWindows(rows, cols)) {
        if (!reaches(size.rows, changed.rows, rows) || !reaches(size.cols, changed.cols, cols))
            continue;
        PreviewWindow window;
        window.decoded = {place(changed.top, changed.rows, size.rows, static_cast<int>(rows)),
                          place(changed.left, changed.cols, size.cols, static_cast<int>(cols)), size.rows, size.cols};
        // The picture's own edges spoil nothing.
        const core::CellRect& d = window.decoded;
        const int top = d.top == 0 ? 0 : kSpoiled, left = d.left == 0 ? 0 : kSpoiled;
        const int bottom = d.top + d.rows == rows ? 0 : kSpoiled, right = d.left + d.cols == cols ? 0 : kSpoiled;
        window.shown = {d.top + top, d.left + left, d.rows - top - bottom, d.cols - left - right};
        return window;
    }
    return {};
}

std::vector<core::CellRect> previewWindows(std::int64_t rows, std::int64_t cols)
{
    std::vector<core::CellRect> sizes;
    for (const int side : kSides) {
        const core::CellRect size{0, 0, static_cast<int>(std::min<std::int64_t>(side, rows)),
                                  static_cast<int>(std::min<std::int64_t>(side, cols))};
        if (std::int64_t{size.rows} * size.cols * kLeastGain <= rows * cols)
            sizes.push_back(size);
    }
    return sizes;
}

} // namespace tessera::gpu
