// SPDX-License-Identifier: Apache-2.0
// The colours of a picture as they are measured: 8-bit values, plane by plane, without alpha.
#pragma once

#include "core/picture.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tessera::core {

/// Channels that are no alpha: 1 or 3.
int colourChannels(const Picture& picture);

/// "500x333 with 3 channels": what must agree between two pictures that are compared.
std::string colourShape(const Picture& picture);

struct ColourBytes {
    int width = 0, height = 0, channels = 0; ///< of colours: 1 or 3
    std::vector<std::uint8_t> values; ///< (channels, height, width)

    /// Of no picture.
    ColourBytes() = default;
    /// Clamped and rounded, halves to even.
    explicit ColourBytes(const Picture& picture);

    const std::uint8_t* row(int channel, int y) const
    {
        return values.data()
            + (static_cast<std::size_t>(channel) * static_cast<std::size_t>(height) + static_cast<std::size_t>(y))
            * static_cast<std::size_t>(width);
    }
};

/// Throws ShapeError unless the two are of one size and have equally many colour channels.
void requireComparable(const Picture& a, const Picture& b);

} // namespace tessera::core
