// SPDX-License-Identifier: Apache-2.0
// A reversible change of an index map: a rectangle, its codes before and its codes after. Every edit is one.
#pragma once

#include "core/edit/ink.h"
#include "core/edit/region.h"
#include "core/geometry.h"
#include "core/index_map.h"

#include <cstdint>
#include <vector>

namespace tessera::core {

struct Patch {
    CellRect rect; ///< only cells that really change are inside its tight bounds
    std::vector<std::int32_t> before;
    std::vector<std::int32_t> after;

    bool isEmpty() const { return rect.isEmpty(); }
    bool operator==(const Patch&) const = default;
    /// Cells whose code differs between before and after.
    std::int64_t changedCells() const;
};

/// The change that writing `ink` over `region` makes to `map` (N = 1); empty where nothing would change.
Patch makePatch(const IndexMap& map, const Region& region, const Ink& ink);

/// `patch` inside `region` only: elsewhere the codes stay. Tight again.
Patch restricted(const Patch& patch, const Region& region);

/// Writes patch.after (apply) or patch.before (revert). The patch must lie inside the map.
void apply(const Patch& patch, IndexMap& map);
void revert(const Patch& patch, IndexMap& map);

/// The one patch that does `first`, then `second`. `now` is the map after both: it fills the corners of the united
/// rectangle that neither covers.
Patch merge(const Patch& first, const Patch& second, const IndexMap& now);

} // namespace tessera::core
