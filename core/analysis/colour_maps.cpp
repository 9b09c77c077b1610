// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/colour_maps.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace tessera::core {
namespace {

// Evenly spaced points of the maps; straight lines in sRGB between them are closer than an eye sees.
constexpr std::array<Rgb, 10> kViridis{{{68, 1, 84},
                                        {72, 40, 120},
                                        {62, 73, 137},
                                        {49, 104, 142},
                                        {38, 130, 142},
                                        {31, 158, 137},
                                        {53, 183, 121},
                                        {110, 206, 88},
                                        {181, 222, 43},
                                        {253, 231, 37}}};
constexpr std::array<Rgb, 10> kCividis{{{0, 34, 78},
                                        {18, 53, 112},
                                        {59, 73, 108},
                                        {87, 93, 109},
                                        {112, 113, 115},
                                        {138, 134, 120},
                                        {165, 156, 116},
                                        {195, 179, 105},
                                        {225, 204, 85},
                                        {254, 232, 56}}};
constexpr std::array<Rgb, 7> kDiverging{{{20, 58, 130}, {78, 130, 198}, {176, 205, 232}, {246, 246, 246},
                                         {246, 201, 150}, {196, 110, 30}, {108, 44, 4}}};

std::span<const Rgb> pointsOf(ColourMap map)
{
    switch (map) {
    case ColourMap::cividis:
        return kCividis;
    case ColourMap::diverging:
        return kDiverging;
    case ColourMap::viridis:
        break;
    }
    return kViridis;
}

} // namespace

Rgb mapColour(ColourMap map, double part)
{
    if (std::isnan(part))
        return {128, 128, 128};
    const std::span<const Rgb> points = pointsOf(map);
    const double place = std::clamp(part, 0.0, 1.0) * static_cast<double>(points.size() - 1);
    const std::size_t below = std::min(static_cast<std::size_t>(place), points.size() - 2);
    const double rest = place - static_cast<double>(below);
    Rgb colour{};
    for (std::size_t i = 0; i < colour.size(); ++i)
        colour[i] = static_cast<std::uint8_t>(
            std::lround(double(points[below][i]) * (1 - rest) + double(points[below + 1][i]) * rest));
    return colour;
}

} // namespace tessera::core
