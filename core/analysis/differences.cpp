// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/differences.h"

#include "core/analysis/colour_bytes.h"
#include "core/error.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

namespace tessera::core {
namespace {

std::string sizeOf(const Picture& picture)
{
    return std::to_string(picture.width) + "x" + std::to_string(picture.height);
}

} // namespace

std::vector<float> pixelDifferences(const Picture& a, const Picture& b, DifferenceKind kind)
{
    if (a.width != b.width || a.height != b.height)
        throw ShapeError("only pictures of one size can be compared, not " + sizeOf(a) + " and " + sizeOf(b));
    const int channels = std::min(colourChannels(a), colourChannels(b));
    std::vector<float> differences(static_cast<std::size_t>(a.width) * static_cast<std::size_t>(a.height));
    const float* left = a.values.data();
    const float* right = b.values.data();
    for (float& difference : differences) {
        float sum = 0;
        for (int c = 0; c < channels; ++c) {
            const float d = std::clamp(left[c], 0.0F, 1.0F) - std::clamp(right[c], 0.0F, 1.0F);
            sum += kind == DifferenceKind::absolute ? std::abs(d) : d;
        }
        difference = sum / static_cast<float>(channels);
        left += a.channels;
        right += b.channels;
    }
    return differences;
}

double differenceRange(std::span<const float> differences)
{
    constexpr double kSmallest = 1.0 / 255;
    // Counted, not sorted: a large picture has many pixels, and 1/4096 is fine enough for a scale.
    constexpr int kSteps = 4096;
    constexpr double kOutliers = 0.005;
    std::vector<std::int64_t> counts(kSteps + 1);
    for (const float difference : differences)
        if (std::isfinite(difference))
            ++counts[static_cast<std::size_t>(std::min(std::abs(difference), 1.0F) * kSteps)];
    auto above = static_cast<std::int64_t>(kOutliers * static_cast<double>(differences.size()));
    std::size_t step = kSteps;
    while (step > 0 && counts[step] <= above)
        above -= counts[step--];
    const double range = std::max(static_cast<double>(step + 1) / kSteps, kSmallest);
    const double unit = std::pow(10, std::floor(std::log10(range)) - 1);
    return std::min(std::ceil(range / unit - 1e-9) * unit, 1.0);
}

} // namespace tessera::core
