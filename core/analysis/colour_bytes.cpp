// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/colour_bytes.h"

#include "core/error.h"
#include "core/model/preprocess.h"

namespace tessera::core {

int colourChannels(const Picture& picture) { return picture.channels - (picture.hasAlpha() ? 1 : 0); }

std::string colourShape(const Picture& picture)
{
    const int colours = colourChannels(picture);
    return std::to_string(picture.width) + "x" + std::to_string(picture.height) + " with " + std::to_string(colours)
        + (colours == 1 ? " channel" : " channels");
}

ColourBytes::ColourBytes(const Picture& picture)
    : width(picture.width)
    , height(picture.height)
    , channels(colourChannels(picture))
{
    const std::size_t pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    values.resize(pixels * static_cast<std::size_t>(channels));
    for (int c = 0; c < channels; ++c) {
        const float* from = picture.values.data() + c;
        std::uint8_t* to = values.data() + static_cast<std::size_t>(c) * pixels;
        for (std::size_t i = 0; i < pixels; ++i, from += picture.channels)
            to[i] = toByte(*from);
    }
}

void requireComparable(const Picture& a, const Picture& b)
{
    if (a.width != b.width || a.height != b.height || colourChannels(a) != colourChannels(b))
        throw ShapeError("only pictures of one size can be compared, not " + colourShape(a) + " and " + colourShape(b));
}

} // namespace tessera::core
