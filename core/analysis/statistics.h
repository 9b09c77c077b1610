// SPDX-License-Identifier: Apache-2.0
// Figures about a picture or a part of it, channel by channel.
#pragma once

#include "core/edit/region.h"
#include "core/picture.h"

#include <array>
#include <cstdint>
#include <vector>

namespace tessera::core {

constexpr int kHistogramBins = 256;

struct ChannelStatistics {
    std::int64_t values = 0; ///< that are finite: the others do not count; without any, all figures are 0
    double minimum = 0, maximum = 0, mean = 0;
    double deviation = 0; ///< standard deviation, of the pixels as they are (divided by their number)
    /// Pixels by value: bin i holds [i, i + 1) / 256; what lies outside 0..1 counts in the first and the last.
    std::array<std::int64_t, kHistogramBins> histogram{};
};

struct PictureStatistics {
    std::int64_t pixels = 0;
    std::vector<ChannelStatistics> channels; ///< empty where there are no pixels
};

/// Of the pixels under the cells of `region`, which are `factor` pixels wide and high; of all pixels where the region
/// is empty. Cells or parts of them outside the picture do not count.
PictureStatistics pictureStatistics(const Picture& picture, const Region& region, int factor);

} // namespace tessera::core
