// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/error_map.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tessera::app {
namespace {

struct Stop {
    double red, green, blue;
};

/// Evenly spaced; CIE lightness rises from about 2 to 96 in nearly equal steps.
constexpr std::array<Stop, 7> kStops{{{7, 6, 20},
                                      {52, 22, 94},
                                      {116, 34, 122},
                                      {184, 52, 104},
                                      {232, 100, 62},
                                      {249, 168, 60},
                                      {253, 246, 186}}};

std::array<QRgb, 256> makeTable()
{
    std::array<QRgb, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const double place = static_cast<double>(i) / 255 * (kStops.size() - 1);
        const auto below = std::min(static_cast<std::size_t>(place), kStops.size() - 2);
        const double part = place - static_cast<double>(below);
        const auto between = [&](double Stop::*channel) {
            return static_cast<int>(
                std::lround(kStops[below].*channel * (1 - part) + kStops[below + 1].*channel * part));
        };
        table[i] = qRgb(between(&Stop::red), between(&Stop::green), between(&Stop::blue));
    }
    return table;
}

const std::array<QRgb, 256>& table()
{
    static const std::array<QRgb, 256> colours = makeTable();
    return colours;
}

int colourChannels(const core::Picture& picture)
{
    return picture.channels - (picture.hasAlpha() ? 1 : 0);
}

} // namespace

QRgb errorColour(double part)
{
    return table()[static_cast<std::size_t>(std::lround(255 * std::clamp(part, 0.0, 1.0)))];
}

QImage errorImage(const core::Picture& input, const core::Picture& reconstruction, double range)
{
    if (input.width != reconstruction.width || input.height != reconstruction.height || input.isEmpty())
        return {};
    const int channels = std::min(colourChannels(input), colourChannels(reconstruction));
    const float scale = 255.0F / (static_cast<float>(channels) * static_cast<float>(range));
    const std::array<QRgb, 256>& colours = table();
    QImage image(input.width, input.height, QImage::Format_RGB32);
    for (int y = 0; y < input.height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < input.width; ++x) {
            const float* a = input.pixel(x, y);
            const float* b = reconstruction.pixel(x, y);
            float sum = 0;
            for (int c = 0; c < channels; ++c)
                sum += std::abs(a[c] - std::clamp(b[c], 0.0F, 1.0F));
            line[x] = colours[static_cast<std::size_t>(std::min(sum * scale + 0.5F, 255.0F))];
        }
    }
    return image;
}

} // namespace tessera::app
