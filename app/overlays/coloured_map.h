// SPDX-License-Identifier: GPL-3.0-or-later
// A map of numbers as a picture: one pixel a number. Pure: safe on any thread.
#pragma once

#include "core/analysis/colour_maps.h"

#include <QImage>

#include <cstdint>
#include <span>

namespace tessera::app {

/// One value a cell or a pixel, row-major; empty while there are none.
struct MapValues {
    std::int64_t rows = 0, cols = 0;
    std::span<const float> values{};
};

struct ColouredMap {
    QImage image;     ///< null where there were no values
    double range = 0; ///< its colours span 0 to this; in signed colours -range to range
};

/// Do these colours tell values below 0 from those above it?
constexpr bool isSigned(core::ColourMap colours)
{
    return colours == core::ColourMap::diverging;
}

/// The range is what all but one in a hundred (in signed colours: their magnitudes) stay below; without any above 0, it
/// is 1.
ColouredMap coloured(const MapValues& map, core::ColourMap colours);

} // namespace tessera::app
