// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the codes back that the Codes pane of a canvas shows.
#pragma once

#include "tests/app/canvas_fixture.h"

#include <algorithm>
#include <vector>

namespace tessera::tests {

/// The code that each pixel of a pane stands for where every code has a colour of its own.
inline std::vector<QRgb> distinctColours()
{
    std::vector<QRgb> colours;
    for (int code = 0; code < 512; ++code)
        colours.push_back(qRgb(code % 32 * 8, code / 32 * 16, 200));
    return colours;
}

/// The codes that the Codes pane shows, whatever lies over the document's.
inline core::IndexMap shownCodes(CanvasFixture& fixture)
{
    const std::vector<QRgb> colours = distinctColours();
    const QImage image = fixture.codes().grab().toImage();
    core::IndexMap map(1, fixture.document().codes().rows, fixture.document().codes().cols);
    for (int row = 0; row < map.rows; ++row)
        for (int col = 0; col < map.cols; ++col) {
            const auto found = std::ranges::find(colours, image.pixel(fixture.at({row, col})));
            map.at(row, col) = found == colours.end() ? -1 : static_cast<std::int32_t>(found - colours.begin());
        }
    return map;
}

} // namespace tessera::tests
