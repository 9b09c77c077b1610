// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/picture_spectra.h"

#include "core/analysis/colour_bytes.h"

#include <algorithm>

namespace tessera::core {

PictureSpectra pictureSpectra(FourierTransform& transform, const Picture& input, const Picture& reconstruction,
                              std::int64_t factor, const SpectrumSettings& settings, const Progress& progress)
{
    requireComparable(input, reconstruction);
    double done = 0;
    const auto spectraOf = [&](const SpectrumPlane& plane) {
        progress.step(done++ / 3);
        SpectraOf spectra{powerSpectrum(transform, plane, settings.window), {}};
        spectra.radial = radialSpectrum(spectra.plane);
        return spectra;
    };
    PictureSpectra result;
    SpectrumPlane first = spectrumPlane(input, settings.channel);
    const SpectrumPlane second = spectrumPlane(reconstruction, settings.channel);
    result.input = spectraOf(first);
    result.reconstruction = spectraOf(second);
    result.error = spectraOf(difference(std::move(first), second));
    progress.step(1);
    result.ratio = spectrumRatio(result.input.radial, result.reconstruction.radial);
    for (const GridPeak& peak : gridPeaks(result.reconstruction.plane, static_cast<int>(factor)))
        result.peaks.push_back({peak, peakAbove(result.input.plane, peak.across, peak.down)});
    return result;
}

Picture spectrumPicture(const PowerSpectrum& spectrum, double lowest, double highest, ColourMap map)
{
    Picture picture(spectrum.width, spectrum.height, 3);
    const double range = std::max(highest - lowest, 1e-9);
    float* pixel = picture.values.data();
    for (const float power : spectrum.power) {
        const Rgb colour = mapColour(map, (decibels(static_cast<double>(power)) - lowest) / range);
        for (const std::uint8_t channel : colour)
            *pixel++ = static_cast<float>(channel) / 255.0F;
    }
    return picture;
}

SpectrumScale spectrumScale(const PictureSpectra& spectra)
{
    constexpr double kRange = 100;
    float strongest = 0;
    for (const SpectraOf* of : {&spectra.input, &spectra.reconstruction, &spectra.error})
        for (const float power : of->plane.power)
            strongest = std::max(strongest, power);
    const double highest = std::max(decibels(static_cast<double>(strongest)), decibels(0) + kRange);
    return {highest - kRange, highest};
}

} // namespace tessera::core
