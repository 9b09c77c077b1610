// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/quality.h"

#include "core/error.h"
#include "core/model/preprocess.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

namespace tessera::core {
namespace {

int colourChannels(const Picture& picture) { return picture.channels < 3 ? 1 : 3; }

std::string describe(const Picture& picture)
{
    return std::to_string(picture.width) + "x" + std::to_string(picture.height) + " with "
        + std::to_string(colourChannels(picture)) + (colourChannels(picture) == 1 ? " channel" : " channels");
}

} // namespace

double meanSquaredError(const Picture& a, const Picture& b)
{
    const int colours = colourChannels(a);
    if (a.width != b.width || a.height != b.height || colours != colourChannels(b))
        throw ShapeError("only pictures of one size can be compared, not " + describe(a) + " and " + describe(b));
    const std::size_t pixels = static_cast<std::size_t>(a.width) * static_cast<std::size_t>(a.height);
    if (pixels == 0)
        return 0;
    // Squares of bytes are whole numbers: the sum is exact.
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < pixels; ++i) {
        const float* left = a.values.data() + i * static_cast<std::size_t>(a.channels);
        const float* right = b.values.data() + i * static_cast<std::size_t>(b.channels);
        for (int c = 0; c < colours; ++c) {
            const int difference = int{toByte(left[c])} - int{toByte(right[c])};
            sum += static_cast<std::uint64_t>(difference * difference);
        }
    }
    return static_cast<double>(sum) / (static_cast<double>(pixels) * colours);
}

double psnr(const Picture& a, const Picture& b)
{
    const double mse = meanSquaredError(a, b);
    return mse > 0 ? 10.0 * std::log10(255.0 * 255.0 / mse) : std::numeric_limits<double>::infinity();
}

} // namespace tessera::core
