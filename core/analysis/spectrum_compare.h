// SPDX-License-Identifier: Apache-2.0
// What a reconstruction's spectrum says beside its input's: where detail is lost, and whether the grid of cells shows.
#pragma once

#include "core/analysis/spectrum.h"
#include "core/progress.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace tessera::core {

/// Reconstruction over input, in dB: below 0 where power was lost.
struct SpectrumRatio {
    std::vector<double> frequency; ///< cycles per pixel
    std::vector<double> decibels;
    std::vector<double> smoothed; ///< means over +-0.02 cycles per pixel, at least one step each way
    /// Where detail is lost: the first frequency above 0 at which the smoothed ratio falls to -3 dB, between the steps;
    /// the first step where it is below from the beginning. Nothing where it never does.
    std::optional<double> cutoff;

    /// Is there a frequency but 0, so that no cutoff means that no detail is lost?
    bool isComparable() const { return frequency.size() > 1; }
};

/// Of two spectra in the same steps. Powers below the floor count as the floor, so that nothing over nothing is 0 dB.
SpectrumRatio spectrumRatio(const RadialSpectrum& input, const RadialSpectrum& reconstruction);

/// More power at a frequency of the grid of cells than around it.
struct GridPeak {
    double across = 0, down = 0; ///< cycles per pixel, multiples of 1 / factor
    double decibels = 0; ///< the strongest of the 3x3 bins around the frequency
    double above = 0; ///< dB over the median of the bins further out
};

/// The peaks that stand at least `least` dB above their surroundings, the highest above them first: 15 dB come about by
/// chance in fewer than one picture of a thousand. Frequencies mirrored at the middle count once. None for factor 1 and
/// for pictures of fewer than 3 x 3 cells.
std::vector<GridPeak> gridPeaks(const PowerSpectrum& spectrum, int factor, double least = 15);

/// How far the grid's frequency that is nearest to (across, down) stands above its surroundings, as in GridPeak.
double peakAbove(const PowerSpectrum& spectrum, double across, double down);

/// An error taken apart by frequency.
struct BandEdges {
    double low = 1.0 / 16, high = 1.0 / 4; ///< cycles per pixel
};

struct ErrorBands {
    int width = 0, height = 0;
    /// Low, mid, high: one value a pixel, luma of input - reconstruction (values 0..1). They sum up to it.
    std::array<std::vector<float>, 3> values;
    std::array<double, 3> meanSquares{}; ///< in squares of 8-bit units, as mse
};

/// Bands go over into each other within a quarter of an octave each way; edges of the picture are continued by
/// reflection. Throws ShapeError for unlike sizes, and, between transforms, Cancelled.
ErrorBands errorBands(const Picture& input, const Picture& reconstruction, const BandEdges& edges = {},
                      const Progress& progress = {});

std::string cutoffRecipe();
std::string gridPeaksRecipe();
std::string errorBandsRecipe();

} // namespace tessera::core
