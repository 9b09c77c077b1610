// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/reveal.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace tessera::app {
namespace {

core::CellRect changedRect(const core::Edit& edit)
{
    if (!edit.patch.isEmpty() || !edit.selection)
        return edit.patch.rect;
    return edit.selection->before.bounds.united(edit.selection->after.bounds);
}

bool changes(const core::Edit& edit, core::Cell cell)
{
    const core::Patch& patch = edit.patch;
    if (patch.isEmpty())
        return edit.selection->before.contains(cell) != edit.selection->after.contains(cell);
    const auto at = static_cast<std::size_t>(cell.row - patch.rect.top) * static_cast<std::size_t>(patch.rect.cols)
        + static_cast<std::size_t>(cell.col - patch.rect.left);
    return patch.before[at] != patch.after[at];
}

/// From `value` to the nearest of `begin` ... `begin + count - 1`.
std::int64_t distance(int value, int begin, int count)
{
    return std::max({begin - value, value - (begin + count - 1), 0});
}

} // namespace

core::CellRect toReveal(const core::Edit& edit, const core::CellRect& seen)
{
    const core::CellRect rect = changedRect(edit);
    core::CellRect nearest;
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (int row = rect.top; row < rect.top + rect.rows; ++row)
        for (int col = rect.left; col < rect.left + rect.cols; ++col) {
            if (!changes(edit, {row, col}))
                continue;
            const std::int64_t down = distance(row, seen.top, seen.rows), across = distance(col, seen.left, seen.cols);
            if (down == 0 && across == 0)
                return {};
            if (const std::int64_t far = down * down + across * across; far < least) {
                least = far;
                nearest = {row, col, 1, 1};
            }
        }
    return rect.rows <= seen.rows && rect.cols <= seen.cols ? rect : nearest;
}

} // namespace tessera::app
