// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/code_order.h"

#include <algorithm>
#include <numeric>

namespace tessera::app {

std::vector<int> orderCodes(CodeOrder order, int codes, int columns,
                            const std::vector<std::array<float, 3>>& coordinates,
                            const std::vector<std::int64_t>& counts)
{
    std::vector<int> sorted(static_cast<std::size_t>(codes));
    std::iota(sorted.begin(), sorted.end(), 0);
    if (order == CodeOrder::usage && counts.size() == sorted.size())
        std::stable_sort(sorted.begin(), sorted.end(), [&counts](int a, int b) {
            return counts[static_cast<std::size_t>(a)] > counts[static_cast<std::size_t>(b)];
        });
    if (order == CodeOrder::similarity && coordinates.size() == sorted.size()) {
        const auto along = [&coordinates](std::size_t axis) {
            return [&coordinates, axis](int a, int b) {
                return coordinates[static_cast<std::size_t>(a)][axis] < coordinates[static_cast<std::size_t>(b)][axis];
            };
        };
        std::stable_sort(sorted.begin(), sorted.end(), along(0));
        for (std::size_t row = 0; row < sorted.size(); row += static_cast<std::size_t>(std::max(columns, 1)))
            std::stable_sort(sorted.begin() + static_cast<std::ptrdiff_t>(row),
                             sorted.begin()
                                 + static_cast<std::ptrdiff_t>(std::min(row + static_cast<std::size_t>(columns), sorted.size())),
                             along(1));
    }
    return sorted;
}

} // namespace tessera::app
