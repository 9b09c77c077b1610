// SPDX-License-Identifier: Apache-2.0
// Codes as a file holds them: whole numbers in one of the shapes that people have, and what the file says of where they
// come from. The way from there to an index map is the same for every format.
#pragma once

#include "core/index_map.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tessera::core {

/// Where codes come from. What a file does not say is empty or 0.
struct CodeOrigin {
    std::string model;       ///< its name
    std::int64_t codes = 0;  ///< entries of its codebook
    std::int64_t factor = 0; ///< pixels on a side of a cell

    bool operator==(const CodeOrigin&) const = default;
};

struct GridSize {
    std::int64_t rows = 0;
    std::int64_t cols = 0;

    bool operator==(const GridSize&) const = default;
};

/// All grids of so many cells, the most square first, wide ones before tall ones. Empty for no cells.
std::vector<GridSize> gridsOf(std::int64_t cells);

struct CodeArray {
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> values; ///< in C order
    CodeOrigin origin{};

    std::int64_t size() const { return static_cast<std::int64_t>(values.size()); }
    /// Is the grid lost: (n,), (n, 1) or (1, n)?
    bool isFlat() const;
};

/// "(3, 4)", as Python writes a shape.
std::string shapeText(const std::vector<std::int64_t>& shape);

/// Where value `i` of an array of this shape stands: "row 2, column 3", with the map's number in a batch, or
/// "position 5" where there is no grid.
std::string placeText(const std::vector<std::int64_t>& shape, std::size_t i);

/// (h, w) is one map, (N, h, w) are N. A flat array with as many codes as `grid` has cells gets that grid; without one,
/// (n, 1) and (1, n) are a column and a row. Throws ShapeError for other shapes (also for (n,) without a grid that fits)
/// and FormatError with value and place for what is not in 0..2^31-1. Messages begin with `name`.
IndexMap toIndexMap(const CodeArray& array, const std::string& name, std::optional<GridSize> grid = {});

} // namespace tessera::core
