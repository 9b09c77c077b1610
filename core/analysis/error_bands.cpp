// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/colour_bytes.h"
#include "core/analysis/spectrum_compare.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tessera::core {
namespace {

constexpr int kReflected = 32; ///< pixels at least, where the picture has as many

/// 0 well below `edge`, 1 well above it.
double rise(double frequency, double edge)
{
    constexpr double kQuarterOctave = 0.25;
    if (frequency <= 0)
        return 0;
    const double octaves = std::clamp(std::log2(frequency / edge), -kQuarterOctave, kQuarterOctave);
    return 0.5 + 0.5 * std::sin(octaves / kQuarterOctave * std::numbers::pi / 2);
}

cv::Mat lumaError(const Picture& input, const Picture& reconstruction)
{
    constexpr std::array<float, 3> kLuma{0.299F, 0.587F, 0.114F};
    cv::Mat error(input.height, input.width, CV_32F);
    const int channels = colourChannels(input);
    for (int y = 0; y < input.height; ++y)
        for (int x = 0; x < input.width; ++x) {
            const float *a = input.pixel(x, y), *b = reconstruction.pixel(x, y);
            float sum = 0;
            for (int c = 0; c < channels; ++c)
                sum += (channels == 1 ? 1.0F : kLuma[static_cast<std::size_t>(c)])
                    * (std::clamp(a[c], 0.0F, 1.0F) - std::clamp(b[c], 0.0F, 1.0F));
            error.at<float>(y, x) = std::isfinite(sum) ? sum : 0.0F;
        }
    return error;
}

/// The part of a spectrum above `edge`, as a plane.
cv::Mat above(const cv::Mat& bins, double edge)
{
    cv::Mat kept = bins.clone();
    for (int y = 0; y < kept.rows; ++y)
        for (int x = 0; x < kept.cols; ++x) {
            const double v = static_cast<double>(std::min(y, kept.rows - y)) / kept.rows,
                         u = static_cast<double>(std::min(x, kept.cols - x)) / kept.cols;
            kept.at<cv::Vec2f>(y, x) *= static_cast<float>(rise(std::hypot(u, v), edge));
        }
    cv::Mat plane;
    cv::dft(kept, plane, cv::DFT_INVERSE | cv::DFT_SCALE | cv::DFT_REAL_OUTPUT);
    return plane;
}

} // namespace

ErrorBands errorBands(const Picture& input, const Picture& reconstruction, const BandEdges& edges,
                      const Progress& progress)
{
    requireComparable(input, reconstruction);
    ErrorBands bands{input.width, input.height, {}, {}};
    for (auto& band : bands.values)
        band.resize(static_cast<std::size_t>(input.width) * static_cast<std::size_t>(input.height));
    if (bands.values[0].empty())
        return bands;
    const cv::Mat error = lumaError(input, reconstruction);
    const auto padding = [](int side) { return cv::getOptimalDFTSize(side + std::min(side, kReflected)) - side; };
    cv::Mat padded, bins;
    // On both sides, so that what the transform takes for neighbours, the two far ends, is away from the picture.
    const int down = padding(input.height), across = padding(input.width), top = down / 2, left = across / 2;
    cv::copyMakeBorder(error, padded, top, down - top, left, across - left, cv::BORDER_REFLECT);
    progress.step(0);
    cv::dft(padded, bins, cv::DFT_COMPLEX_OUTPUT);
    progress.step(1.0 / 3);
    const cv::Mat aboveLow = above(bins, edges.low);
    progress.step(2.0 / 3);
    const cv::Mat aboveHigh = above(bins, edges.high);
    progress.step(1);
    std::size_t i = 0;
    for (int y = 0; y < input.height; ++y)
        for (int x = 0; x < input.width; ++x, ++i) {
            const float upper = aboveLow.at<float>(top + y, left + x), high = aboveHigh.at<float>(top + y, left + x);
            bands.values[0][i] = error.at<float>(y, x) - upper;
            bands.values[1][i] = upper - high;
            bands.values[2][i] = high;
        }
    for (std::size_t band = 0; band < bands.values.size(); ++band) {
        for (const float value : bands.values[band])
            bands.meanSquares[band] += static_cast<double>(value) * static_cast<double>(value);
        bands.meanSquares[band] *= 255.0 * 255.0 / static_cast<double>(bands.values[band].size());
    }
    return bands;
}

} // namespace tessera::core
