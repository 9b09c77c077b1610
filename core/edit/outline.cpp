// SPDX-License-Identifier: Apache-2.0
#include "core/edit/outline.h"

namespace tessera::core {

std::vector<BorderLine> borderOf(const Region& region)
{
    std::vector<BorderLine> lines;
    const CellRect& box = region.bounds;
    if (box.isEmpty())
        return lines;
    // Extends the newest line where the edge continues it.
    const auto add = [&lines](Cell from, Cell to, bool continues) {
        if (continues)
            lines.back().to = to;
        else
            lines.push_back({from, to});
    };
    for (int row = box.top; row <= box.top + box.rows; ++row) {
        bool onLine = false;
        for (int col = box.left; col < box.left + box.cols; ++col) {
            const bool isEdge = region.contains({row - 1, col}) != region.contains({row, col});
            if (isEdge)
                add({row, col}, {row, col + 1}, onLine);
            onLine = isEdge;
        }
    }
    for (int col = box.left; col <= box.left + box.cols; ++col) {
        bool onLine = false;
        for (int row = box.top; row < box.top + box.rows; ++row) {
            const bool isEdge = region.contains({row, col - 1}) != region.contains({row, col});
            if (isEdge)
                add({row, col}, {row + 1, col}, onLine);
            onLine = isEdge;
        }
    }
    return lines;
}

} // namespace tessera::core
