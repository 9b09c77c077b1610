// SPDX-License-Identifier: Apache-2.0
// An index map: for each cell of the latent grid the number of its code. Row-major (N, h, w); documents have N = 1.
#pragma once

#include "core/geometry.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tessera::core {

/// The most cells that the index maps of one file may have; more is refused.
constexpr std::int64_t kMostCells = std::int64_t{1} << 24;

struct IndexMap {
    std::int64_t count = 0; ///< N, maps in the batch
    std::int64_t rows = 0;  ///< h
    std::int64_t cols = 0;  ///< w
    std::vector<std::int32_t> codes;

    IndexMap() = default;
    /// All cells hold code 0.
    IndexMap(std::int64_t count, std::int64_t rows, std::int64_t cols)
        : count(count), rows(rows), cols(cols), codes(static_cast<std::size_t>(count * rows * cols))
    {
    }

    std::int64_t cells() const { return rows * cols; }
    /// All cells of a map.
    CellRect grid() const { return {0, 0, static_cast<int>(rows), static_cast<int>(cols)}; }
    std::int32_t& at(std::int64_t row, std::int64_t col, std::int64_t n = 0)
    {
        return codes[static_cast<std::size_t>((n * rows + row) * cols + col)];
    }
    std::int32_t at(std::int64_t row, std::int64_t col, std::int64_t n = 0) const
    {
        return codes[static_cast<std::size_t>((n * rows + row) * cols + col)];
    }
    bool operator==(const IndexMap&) const = default;
};

/// Throws ShapeError naming the first cell whose code is not in 0..codes-1.
void checkCodes(const IndexMap& map, std::int64_t codes);

} // namespace tessera::core
