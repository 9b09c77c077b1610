// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/statistics.h"

#include "core/analysis/region_pixels.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tessera::core {
namespace {

class Sums {
public:
    explicit Sums(int channels) : m_channels(static_cast<std::size_t>(channels))
    {
        for (Channel& channel : m_channels) {
            channel.figures.minimum = std::numeric_limits<double>::infinity();
            channel.figures.maximum = -std::numeric_limits<double>::infinity();
        }
    }

    void add(const float* pixel)
    {
        ++m_pixels;
        for (std::size_t c = 0; c < m_channels.size(); ++c) {
            Channel& channel = m_channels[c];
            const double value = pixel[c];
            if (!std::isfinite(value))
                continue;
            ++channel.figures.values;
            channel.figures.minimum = std::min(channel.figures.minimum, value);
            channel.figures.maximum = std::max(channel.figures.maximum, value);
            // The running mean of Welford: no digits are lost where the deviation is small beside the mean.
            const double delta = value - channel.figures.mean;
            channel.figures.mean += delta / static_cast<double>(channel.figures.values);
            channel.squares += delta * (value - channel.figures.mean);
            const double bin = std::clamp(std::floor(value * kHistogramBins), 0.0, kHistogramBins - 1.0);
            ++channel.figures.histogram[static_cast<std::size_t>(bin)];
        }
    }

    PictureStatistics result() const
    {
        PictureStatistics all;
        all.pixels = m_pixels;
        if (m_pixels == 0)
            return all;
        for (const Channel& channel : m_channels) {
            all.channels.push_back(channel.figures.values > 0 ? channel.figures : ChannelStatistics());
            if (channel.figures.values > 0)
                all.channels.back().deviation
                    = std::sqrt(channel.squares / static_cast<double>(channel.figures.values));
        }
        return all;
    }

private:
    struct Channel {
        ChannelStatistics figures;
        double squares = 0; ///< of the distances from the mean
    };
    std::vector<Channel> m_channels;
    std::int64_t m_pixels = 0;
};

} // namespace

PictureStatistics pictureStatistics(const Picture& picture, const Region& region, int factor)
{
    Sums sums(picture.channels);
    visitPixels(picture.width, picture.height, region, factor,
                [&](int x, int y) { sums.add(picture.pixel(x, y)); });
    return sums.result();
}

} // namespace tessera::core
