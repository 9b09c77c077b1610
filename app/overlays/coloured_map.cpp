// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overlays/coloured_map.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace tessera::app {
namespace {

/// A few values far off would leave all others in one colour.
double rangeOf(std::vector<float> values)
{
    std::erase_if(values, [](float value) { return !std::isfinite(value); });
    if (values.empty())
        return 1;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(0.99 * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at > 0 ? double(*at) : 1;
}

} // namespace

ColouredMap coloured(const MapValues& map, core::ColourMap colours)
{
    if (map.values.empty())
        return {};
    std::vector<float> sizes(map.values.begin(), map.values.end());
    if (isSigned(colours))
        for (float& size : sizes)
            size = std::abs(size);
    ColouredMap result{QImage(static_cast<int>(map.cols), static_cast<int>(map.rows), QImage::Format_RGB32),
                       rangeOf(std::move(sizes))};
    auto value = map.values.begin();
    for (int row = 0; row < result.image.height(); ++row) {
        auto* line = reinterpret_cast<QRgb*>(result.image.scanLine(row));
        for (int col = 0; col < result.image.width(); ++col, ++value) {
            const double part = double(*value) / result.range;
            const core::Rgb colour = core::mapColour(colours, isSigned(colours) ? (part + 1) / 2 : part);
            line[col] = qRgb(colour[0], colour[1], colour[2]);
        }
    }
    return result;
}

} // namespace tessera::app
