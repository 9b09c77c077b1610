// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/code_order.h"

#include <QColor>

#include <algorithm>
#include <numeric>

namespace tessera::app {
namespace {

/// Greys are -1; hues in twelfths, around the circle from red.
std::pair<int, int> hueAndLightness(QRgb rgb)
{
    constexpr int kGrey = 28; ///< saturation below which the eye sees hardly a hue
    constexpr int kHues = 12;
    const QColor colour(rgb);
    const bool isGrey = colour.hslSaturation() < kGrey || colour.hslHue() < 0;
    return {isGrey ? -1 : ((colour.hslHue() + 360 / kHues / 2) % 360) * kHues / 360, qGray(rgb)};
}

} // namespace

std::vector<int> orderCodes(CodeOrder order, int codes, int columns,
                            const std::vector<std::array<float, 3>>& coordinates,
                            const std::vector<std::int64_t>& counts, const std::vector<QRgb>& colours)
{
    std::vector<int> sorted(static_cast<std::size_t>(codes));
    std::iota(sorted.begin(), sorted.end(), 0);
    if (order == CodeOrder::usage && counts.size() == sorted.size())
        std::stable_sort(sorted.begin(), sorted.end(), [&counts](int a, int b) {
            return counts[static_cast<std::size_t>(a)] > counts[static_cast<std::size_t>(b)];
        });
    if (order == CodeOrder::colour && colours.size() == sorted.size()) {
        std::vector<std::pair<int, int>> keys;
        keys.reserve(colours.size());
        for (const QRgb colour : colours)
            keys.push_back(hueAndLightness(colour));
        std::ranges::stable_sort(sorted, {}, [&keys](int code) { return keys[static_cast<std::size_t>(code)]; });
    }
    if (order == CodeOrder::similarity && coordinates.size() == sorted.size()) {
        const auto along = [&coordinates](std::size_t axis) {
            return [&coordinates, axis](int a, int b) {
                return coordinates[static_cast<std::size_t>(a)][axis] < coordinates[static_cast<std::size_t>(b)][axis];
            };
        };
        std::stable_sort(sorted.begin(), sorted.end(), along(0));
        for (std::size_t row = 0; row < sorted.size(); row += static_cast<std::size_t>(std::max(columns, 1)))
            std::stable_sort(
                sorted.begin() + static_cast<std::ptrdiff_t>(row),
                sorted.begin()
                    + static_cast<std::ptrdiff_t>(std::min(row + static_cast<std::size_t>(columns), sorted.size())),
                along(1));
    }
    return sorted;
}

} // namespace tessera::app
