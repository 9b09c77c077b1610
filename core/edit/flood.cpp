// SPDX-License-Identifier: Apache-2.0
#include "core/edit/flood.h"

#include "core/analysis/neighbours.h"
#include "core/edit/region_sets.h"

#include <cassert>
#include <utility>
#include <vector>

namespace tessera::core {

CodeTest sameCode(std::int32_t code)
{
    return [code](std::int32_t other) { return other == code; };
}

CodeTest similarCode(const Weight& codebook, std::int32_t code, double tolerance)
{
    if (tolerance <= 0 || code < 0 || code >= codebook.shape[0])
        return sameCode(code);
    return [near = codesWithin(codebook, code, tolerance)](std::int32_t other) {
        const auto index = static_cast<std::size_t>(other);
        return other >= 0 && index < near.size() && near[index] != 0;
    };
}

Region floodRegion(const IndexMap& map, Cell start, Connectivity connectivity, const CodeTest& belongs)
{
    assert(map.count == 1);
    const CellRect grid = map.grid();
    if (!grid.contains(start) || !belongs(map.at(start.row, start.col)))
        return {};
    Region region{grid, std::vector<std::uint8_t>(map.codes.size())};
    std::vector<Cell> rim;
    const auto reach = [&](Cell cell) {
        if (!grid.contains(cell) || region.contains(cell) || !belongs(map.at(cell.row, cell.col)))
            return;
        region.mask[static_cast<std::size_t>(cell.row) * static_cast<std::size_t>(grid.cols)
                    + static_cast<std::size_t>(cell.col)] = 1;
        rim.push_back(cell);
    };
    reach(start);
    while (!rim.empty()) {
        const Cell cell = rim.back();
        rim.pop_back();
        for (int down = -1; down <= 1; ++down)
            for (int right = -1; right <= 1; ++right)
                if (connectivity == Connectivity::eight || down == 0 || right == 0)
                    reach({cell.row + down, cell.col + right});
    }
    return tightened(std::move(region));
}

Region sameRegion(const IndexMap& map, const CodeTest& belongs)
{
    assert(map.count == 1);
    Region region{map.grid(), std::vector<std::uint8_t>(map.codes.size())};
    for (std::size_t i = 0; i < map.codes.size(); ++i)
        region.mask[i] = belongs(map.codes[i]) ? 1 : 0;
    return tightened(std::move(region));
}

} // namespace tessera::core
