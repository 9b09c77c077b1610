// SPDX-License-Identifier: Apache-2.0
// Power spectra of pictures: in two dimensions, and over the distance from the middle. Frequencies are in cycles per
// pixel; powers in squares of values of which a picture has 0..1, so that white noise of variance s^2 has s^2 at every
// frequency, whatever the window and the size.
#pragma once

#include "core/analysis/fourier.h"
#include "core/picture.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tessera::core {

enum class SpectrumWindow {
    hann,
    kaiser, ///< beta 8
    none,
};

enum class SpectrumChannel { luma, red, green, blue }; ///< luma is 0.299 R + 0.587 G + 0.114 B

/// One value a pixel, of the middle of a picture.
struct SpectrumPlane {
    int left = 0, top = 0; ///< of the picture's pixels
    int width = 0, height = 0;
    std::vector<float> values; ///< row-major
};

/// Clamped to 0..1, not rounded, and cropped centrally to the next lower products of 2, 3, 5 and 7. A gray picture has
/// the same values in all channels; alpha is left out.
SpectrumPlane spectrumPlane(const Picture& picture, SpectrumChannel channel = SpectrumChannel::luma);

/// a - b, of planes of one size.
SpectrumPlane difference(SpectrumPlane a, const SpectrumPlane& b);

struct PowerSpectrum {
    int width = 0, height = 0;
    std::vector<float> power; ///< (h, w), with the mean's place in the middle, at (h / 2, w / 2); finite, at least 0

    /// Of a bin counted from the middle, each way around: at(0, 1) has one cycle along the height.
    float at(int x, int y) const;
};

/// The mean is taken off first, so that it leaks into nothing; its own bin says what the window leaves of it.
PowerSpectrum powerSpectrum(FourierTransform& transform, const SpectrumPlane& plane,
                            SpectrumWindow window = SpectrumWindow::hann);

/// What is as good as no power: -120 dB.
inline constexpr double kPowerFloor = 1e-12;

/// 10 log10(power), at least -120 dB.
double decibels(double power);

/// Mean power of the bins at each distance from the middle, up to half a cycle per pixel; corners beyond it are left
/// out.
struct RadialSpectrum {
    std::vector<double> frequency; ///< cycles per pixel, rising from 0 in equal steps
    std::vector<double> power;
};

/// In steps of one bin of the shorter side; each bin of the plane counts for the nearest step. Sides under 2 pixels
/// have no frequencies but 0.
RadialSpectrum radialSpectrum(const PowerSpectrum& spectrum);

/// Radial spectra of pictures of many sizes, averaged (as powers) in steps of 1/256. Those that have no frequencies but
/// 0 are left out.
class SpectrumAverage {
public:
    void add(const RadialSpectrum& spectrum);
    std::int64_t pictures() const { return m_pictures; } ///< that were not left out
    RadialSpectrum mean() const; ///< without steps where there are none

private:
    std::int64_t m_pictures = 0;
    std::vector<double> m_sums;
};

/// How spectra come about, in one line.
std::string spectrumRecipe(SpectrumWindow window, SpectrumChannel channel);

} // namespace tessera::core
