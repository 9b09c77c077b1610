// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/spectrum_compare.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace tessera::core {
namespace {

constexpr double kLost = -3; ///< dB
constexpr double kSmoothing = 0.02; ///< cycles per pixel, each way
constexpr int kPeakRadius = 1; ///< bins: a window spreads a single frequency over its neighbours
constexpr int kGapRadius = 2; ///< bins that belong neither to a peak nor to its surroundings
constexpr int kSurroundings = 8; ///< bins
constexpr int kFewestCells = 3;

std::vector<double> smooth(const std::vector<double>& values, int radius)
{
    std::vector<double> result;
    const int last = static_cast<int>(values.size()) - 1;
    // The first step is the mean's, of which spectra have none.
    for (int i = 0; i <= last; ++i) {
        const int from = i == 0 ? 0 : std::max(1, i - radius), to = i == 0 ? 0 : std::min(last, i + radius);
        double sum = 0;
        for (int k = from; k <= to; ++k)
            sum += values[static_cast<std::size_t>(k)];
        result.push_back(sum / (to - from + 1));
    }
    return result;
}

std::optional<double> firstFall(const std::vector<double>& frequency, const std::vector<double>& values)
{
    for (std::size_t i = 1; i < values.size(); ++i) {
        if (values[i] > kLost)
            continue;
        if (i == 1)
            return frequency[1];
        const double part = (values[i - 1] - kLost) / (values[i - 1] - values[i]);
        return frequency[i - 1] + part * (frequency[i] - frequency[i - 1]);
    }
    return {};
}

/// The bin at the frequency, the strongest beside it, and how it stands above the bins further out.
GridPeak peakAt(const PowerSpectrum& spectrum, double across, double down, int surroundings)
{
    const int u = static_cast<int>(std::lround(across * spectrum.width)),
              v = static_cast<int>(std::lround(down * spectrum.height));
    float peak = 0;
    std::vector<float> around;
    for (int y = -surroundings; y <= surroundings; ++y)
        for (int x = -surroundings; x <= surroundings; ++x) {
            const int distance = std::max(std::abs(x), std::abs(y));
            const float power = spectrum.at(u + x, v + y);
            if (distance <= kPeakRadius)
                peak = std::max(peak, power);
            else if (distance > kGapRadius)
                around.push_back(power);
        }
    double background = 0;
    if (!around.empty()) {
        const auto middle = around.begin() + static_cast<std::ptrdiff_t>(around.size() / 2);
        std::ranges::nth_element(around, middle);
        background = static_cast<double>(*middle);
    }
    const double level = decibels(static_cast<double>(peak));
    return {across, down, level, level - decibels(background)};
}

int surroundingsOf(const PowerSpectrum& spectrum)
{
    return std::clamp((std::min(spectrum.width, spectrum.height) - 1) / 2, 0, kSurroundings);
}

} // namespace

SpectrumRatio spectrumRatio(const RadialSpectrum& input, const RadialSpectrum& reconstruction)
{
    assert(input.frequency.size() == reconstruction.frequency.size());
    SpectrumRatio ratio;
    ratio.frequency = input.frequency;
    for (std::size_t i = 0; i < input.power.size(); ++i)
        ratio.decibels.push_back(decibels(reconstruction.power[i]) - decibels(input.power[i]));
    const double step = ratio.frequency.size() > 1 ? ratio.frequency[1] : 1;
    ratio.smoothed = smooth(ratio.decibels, std::max(1, static_cast<int>(std::lround(kSmoothing / step))));
    ratio.cutoff = firstFall(ratio.frequency, ratio.smoothed);
    return ratio;
}

std::vector<GridPeak> gridPeaks(const PowerSpectrum& spectrum, int factor, double least)
{
    std::vector<GridPeak> peaks;
    if (factor < 2 || std::min(spectrum.width, spectrum.height) < kFewestCells * factor)
        return peaks;
    const int surroundings = surroundingsOf(spectrum);
    for (int x = 0; x <= factor / 2; ++x)
        for (int y = -((factor - 1) / 2); y <= factor / 2; ++y) {
            // (x, y) and (-x, -y) are one; so are the two ends of a frequency of a half.
            const bool mirrored = (x == 0 || 2 * x == factor) && y < 0;
            if ((x == 0 && y == 0) || mirrored)
                continue;
            const GridPeak peak =
                peakAt(spectrum, static_cast<double>(x) / factor, static_cast<double>(y) / factor, surroundings);
            if (peak.above >= least)
                peaks.push_back(peak);
        }
    std::ranges::stable_sort(peaks, std::ranges::greater(), &GridPeak::above);
    return peaks;
}

double peakAbove(const PowerSpectrum& spectrum, double across, double down)
{
    return peakAt(spectrum, across, down, surroundingsOf(spectrum)).above;
}

std::string cutoffRecipe()
{
    return "cutoff: the frequency in cycles per pixel at which the radial power spectrum of the reconstruction over "
           "that "
           "of the input, smoothed over +-0.02 cycles per pixel, first falls to -3 dB; null where it never does";
}

std::string gridPeaksRecipe()
{
    return "peaks: multiples of 1/f cycles per pixel for cells of f pixels at which the reconstruction's strongest of 3x3 "
           "bins is 15 dB or more above the median of the bins up to 8 away";
}

std::string errorBandsRecipe()
{
    return "error bands: luma of input - reconstruction, edges continued by reflection, below 1/16, up to 1/4 and above "
           "1/4 cycles per pixel, with transitions of a quarter of an octave each way; mean squares in 8-bit units";
}

} // namespace tessera::core
