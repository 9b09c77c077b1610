// SPDX-License-Identifier: Apache-2.0
// A stroke whose codes take a search of the codebook, cell by cell. It has a map of its own, so that what it finds does
// not depend on when it is asked, and one thread at a time works on it.
#pragma once

#include "core/geometry.h"
#include "core/index_map.h"
#include "core/progress.h"

namespace tessera::core {

class SearchedStroke {
public:
    virtual ~SearchedStroke() = default;

    /// Goes along the straight line between two cells. `progress` is told after every few searches; where it throws,
    /// the stroke is of no further use.
    virtual void drag(Cell from, Cell to, const Progress& progress) = 0;
    void drag(Cell from, Cell to) { drag(from, to, {}); }

    virtual const IndexMap& codes() const = 0; ///< with what has been found
};

} // namespace tessera::core
