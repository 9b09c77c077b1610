// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/difference_image.h"

#include "app/panes/error_map.h"
#include "core/analysis/colour_maps.h"
#include "core/analysis/differences.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace tessera::app {
namespace {

constexpr int kColours = 511; ///< an odd number, so that no difference has a colour of its own

std::array<QRgb, kColours> tableOf(bool isSigned)
{
    std::array<QRgb, kColours> table{};
    for (int i = 0; i < kColours; ++i) {
        const double part = static_cast<double>(i) / (kColours - 1);
        table[static_cast<std::size_t>(i)] = differenceColour(isSigned ? 2 * part - 1 : part, isSigned);
    }
    return table;
}

} // namespace

QRgb differenceColour(double part, bool isSigned)
{
    if (!isSigned)
        return errorColour(std::isnan(part) ? 1 : part);
    const core::Rgb colour = core::mapColour(core::ColourMap::diverging, (part + 1) / 2);
    return qRgb(colour[0], colour[1], colour[2]);
}

DifferenceImage makeDifference(const core::Picture& first, const core::Picture& second, const DifferenceStyle& style)
{
    const std::vector<float> differences = core::pixelDifferences(
        first, second, style.isSigned ? core::DifferenceKind::plain : core::DifferenceKind::absolute);
    DifferenceImage made;
    made.range = style.isAutomatic ? core::differenceRange(differences) : style.range;
    if (differences.empty())
        return made;
    const std::array<QRgb, kColours> table = tableOf(style.isSigned);
    const float scale =
        static_cast<float>(kColours - 1) / static_cast<float>(style.isSigned ? 2 * made.range : made.range);
    const float middle = style.isSigned ? (kColours - 1) / 2.0F : 0.0F;
    made.image = QImage(first.width, first.height, QImage::Format_RGB32);
    const float* value = differences.data();
    for (int y = 0; y < first.height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(made.image.scanLine(y));
        for (int x = 0; x < first.width; ++x, ++value) {
            const float place = std::isnan(*value) ? kColours - 1.0F : *value * scale + middle + 0.5F;
            line[x] = table[static_cast<std::size_t>(std::clamp(place, 0.0F, kColours - 1.0F))];
        }
    }
    return made;
}

} // namespace tessera::app
