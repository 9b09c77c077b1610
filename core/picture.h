// SPDX-License-Identifier: Apache-2.0
// A picture in sRGB as people see it: upright, colour-managed, float so that 16-bit sources lose nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tessera::core {

/// Interleaved rows, `channels` values a pixel (1 gray, 2 gray + alpha, 3 RGB, 4 RGBA), sRGB-encoded, nominally in 0..1;
/// alpha is straight (not premultiplied).
struct Picture {
    int width = 0;
    int height = 0;
    int channels = 0;
    std::vector<float> values;

    Picture() = default;
    Picture(int width, int height, int channels)
        : width(width), height(height), channels(channels),
          values(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * static_cast<std::size_t>(channels))
    {
    }

    bool isEmpty() const { return values.empty(); }
    bool hasAlpha() const { return channels == 2 || channels == 4; }
    float* pixel(int x, int y)
    {
        return values.data() + (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * static_cast<std::size_t>(channels);
    }
    const float* pixel(int x, int y) const
    {
        return values.data() + (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * static_cast<std::size_t>(channels);
    }
};

} // namespace tessera::core
