// SPDX-License-Identifier: Apache-2.0
#include "core/edit/patch.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace tessera::core {
namespace {

[[maybe_unused]] bool isInside(const CellRect& rect, const CellRect& outer)
{
    return rect.isEmpty() || rect.intersected(outer) == rect;
}

std::size_t offsetIn(const CellRect& rect, int row, int col)
{
    return static_cast<std::size_t>(row - rect.top) * static_cast<std::size_t>(rect.cols)
        + static_cast<std::size_t>(col - rect.left);
}

template <class Visit>
void forEachCell(const CellRect& rect, Visit&& visit)
{
    for (int row = rect.top; row < rect.top + rect.rows; ++row)
        for (int col = rect.left; col < rect.left + rect.cols; ++col)
            visit(row, col);
}

void write(const CellRect& rect, const std::vector<std::int32_t>& codes, IndexMap& map)
{
    assert(map.count == 1 && isInside(rect, map.grid()));
    forEachCell(rect, [&](int row, int col) { map.at(row, col) = codes[offsetIn(rect, row, col)]; });
}

/// The same change in the smallest rectangle that holds it.
Patch tightened(const CellRect& rect, const std::vector<std::int32_t>& before, const std::vector<std::int32_t>& after)
{
    CellRect tight;
    forEachCell(rect, [&](int row, int col) {
        const std::size_t i = offsetIn(rect, row, col);
        if (before[i] != after[i])
            tight = tight.united({row, col, 1, 1});
    });
    Patch patch;
    if (tight.isEmpty())
        return patch;
    patch.rect = tight;
    patch.before.reserve(static_cast<std::size_t>(tight.rows) * static_cast<std::size_t>(tight.cols));
    patch.after.reserve(patch.before.capacity());
    forEachCell(tight, [&](int row, int col) {
        const std::size_t i = offsetIn(rect, row, col);
        patch.before.push_back(before[i]);
        patch.after.push_back(after[i]);
    });
    return patch;
}

} // namespace

std::int64_t Patch::changedCells() const
{
    std::int64_t count = 0;
    for (std::size_t i = 0; i < before.size(); ++i)
        count += before[i] != after[i];
    return count;
}

Patch makePatch(const IndexMap& map, const Region& region, const Ink& ink)
{
    assert(map.count == 1);
    const CellRect rect = region.bounds.intersected(map.grid());
    if (rect.isEmpty())
        return {};
    std::vector<std::int32_t> before, after;
    before.reserve(static_cast<std::size_t>(rect.rows) * static_cast<std::size_t>(rect.cols));
    after.reserve(before.capacity());
    forEachCell(rect, [&](int row, int col) {
        before.push_back(map.at(row, col));
        after.push_back(region.contains({row, col}) ? ink(row, col) : before.back());
    });
    return tightened(rect, before, after);
}

Patch restricted(const Patch& patch, const Region& region)
{
    std::vector<std::int32_t> after = patch.after;
    forEachCell(patch.rect, [&](int row, int col) {
        const std::size_t i = offsetIn(patch.rect, row, col);
        if (!region.contains({row, col}))
            after[i] = patch.before[i];
    });
    return tightened(patch.rect, patch.before, after);
}

void apply(const Patch& patch, IndexMap& map)
{
    write(patch.rect, patch.after, map);
}

void revert(const Patch& patch, IndexMap& map)
{
    write(patch.rect, patch.before, map);
}

Patch merge(const Patch& first, const Patch& second, const IndexMap& now)
{
    const CellRect rect = first.rect.united(second.rect);
    if (rect.isEmpty())
        return {};
    assert(now.count == 1 && isInside(rect, now.grid()));
    std::vector<std::int32_t> after;
    after.reserve(static_cast<std::size_t>(rect.rows) * static_cast<std::size_t>(rect.cols));
    forEachCell(rect, [&](int row, int col) { after.push_back(now.at(row, col)); });

    // Backwards in time: what neither covers is as it is now, then the second's past, then the first's.
    std::vector<std::int32_t> before = after;
    for (const Patch* patch : {&second, &first})
        forEachCell(patch->rect, [&](int row, int col) {
            before[offsetIn(rect, row, col)] = patch->before[offsetIn(patch->rect, row, col)];
        });
    return tightened(rect, before, after);
}

} // namespace tessera::core
