// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/region_outline.h"

#include "app/canvas/viewport.h"

namespace tessera::app {
namespace {

/// Calls add(begin, end) for each run of 0..count-1 in which `isEdge` stays the same and is not 0.
template <class IsEdge, class Add>
void forEachRun(int count, IsEdge&& isEdge, Add&& add)
{
    int begin = 0, kind = 0;
    for (int i = 0; i <= count; ++i) {
        const int now = i < count ? isEdge(i) : 0;
        if (now == kind)
            continue;
        if (kind != 0)
            add(begin, i);
        begin = i;
        kind = now;
    }
}

} // namespace

QList<QLineF> regionOutline(const PaneContext& pane, const core::Region& region, const core::CellRect& within)
{
    QList<QLineF> lines;
    const core::CellRect box = region.bounds.intersected(within);
    const auto line = [&](int row0, int col0, int row1, int col1) {
        const double f = pane.scene.factor();
        lines << QLineF(pane.scene.viewport.toWidget(QPointF(col0 * f, row0 * f), pane.size),
                        pane.scene.viewport.toWidget(QPointF(col1 * f, row1 * f), pane.size));
    };
    // 0: no edge; 1 and 2: an edge, by the side on which the region is.
    const auto edge = [&region](core::Cell before, core::Cell after) {
        const bool a = region.contains(before), b = region.contains(after);
        return a == b ? 0 : a ? 1 : 2;
    };
    if (box.isEmpty())
        return lines;
    for (int row = box.top; row <= box.top + box.rows; ++row)
        forEachRun(
            box.cols, [&](int i) { return edge({row - 1, box.left + i}, {row, box.left + i}); },
            [&](int begin, int end) { line(row, box.left + begin, row, box.left + end); });
    for (int col = box.left; col <= box.left + box.cols; ++col)
        forEachRun(
            box.rows, [&](int i) { return edge({box.top + i, col - 1}, {box.top + i, col}); },
            [&](int begin, int end) { line(box.top + begin, col, box.top + end, col); });
    return lines;
}

} // namespace tessera::app
