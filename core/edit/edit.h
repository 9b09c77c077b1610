// SPDX-License-Identifier: Apache-2.0
// One step of undo: what happens to the codes, to the selection, or to both (a moved selection takes its codes along).
#pragma once

#include "core/edit/patch.h"
#include "core/edit/region.h"

#include <cstddef>
#include <optional>

namespace tessera::core {

struct SelectionChange {
    Region before;
    Region after;
    bool operator==(const SelectionChange&) const = default;
};

struct Edit {
    Patch patch;
    std::optional<SelectionChange> selection;

    bool isEmpty() const { return patch.isEmpty() && !selection; }
    bool operator==(const Edit&) const = default;
    /// What it takes in memory, for the cap of the history.
    std::size_t bytes() const;
};

/// The one edit that does `first`, then `second`; `now` is the map after both. Of the selection it keeps the first
/// `before` and the last `after`, and nothing where they are the same.
Edit merge(Edit first, Edit second, const IndexMap& now);

} // namespace tessera::core
