// SPDX-License-Identifier: Apache-2.0
// The spectra of an input, its reconstruction and the error between them, and what they say together.
#pragma once

#include "core/analysis/colour_maps.h"
#include "core/analysis/spectrum_compare.h"
#include "core/progress.h"

#include <vector>

namespace tessera::core {

struct SpectrumSettings {
    SpectrumWindow window = SpectrumWindow::hann;
    SpectrumChannel channel = SpectrumChannel::luma;

    bool operator==(const SpectrumSettings&) const = default;
};

struct SpectraOf {
    PowerSpectrum plane;
    RadialSpectrum radial;
};

/// A peak of the reconstruction's, and how the input stands at the same frequency.
struct ComparedPeak {
    GridPeak peak;
    double inputAbove = 0; ///< dB over its surroundings: a peak that the input has too is no artifact
};

struct PictureSpectra {
    SpectraOf input, reconstruction, error;
    SpectrumRatio ratio;
    std::vector<ComparedPeak> peaks; ///< of the reconstruction, as gridPeaks()
};

/// Of two pictures of one size; `factor` is the model's. Throws ShapeError for unlike sizes, what the transform throws,
/// and, between transforms, Cancelled.
PictureSpectra pictureSpectra(FourierTransform& transform, const Picture& input, const Picture& reconstruction,
                              std::int64_t factor, const SpectrumSettings& settings = {},
                              const Progress& progress = {});

/// Each bin in the colour of its dB between `lowest` and `highest`.
Picture spectrumPicture(const PowerSpectrum& spectrum, double lowest, double highest,
                        ColourMap map = ColourMap::viridis);

/// The ends of the colours in dB, for pictures of spectra that belong together.
struct SpectrumScale {
    double lowest = 0, highest = 0;
};

/// 100 dB up to the strongest bin of all, but from the floor at least: no power is dark.
SpectrumScale spectrumScale(const PictureSpectra& spectra);

} // namespace tessera::core
