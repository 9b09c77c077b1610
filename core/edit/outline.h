// SPDX-License-Identifier: Apache-2.0
// The border of a region as lines, for drawing.
#pragma once

#include "core/edit/region.h"

#include <vector>

namespace tessera::core {

/// A straight line along the edges of cells, from one corner of the grid to another: corner (row, col) is the upper
/// left one of cell (row, col). Either the rows or the columns are equal, and the first corner is the upper or left
/// one.
struct BorderLine {
    Cell from;
    Cell to;
    bool operator==(const BorderLine&) const = default;
};

/// The edges of cells with the region on one side only, each once, joined to lines as long as they can be: those that
/// run across first, from above to below and from left to right, then those that run down.
std::vector<BorderLine> borderOf(const Region& region);

} // namespace tessera::core
