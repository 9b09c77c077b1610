// SPDX-License-Identifier: GPL-3.0-or-later
// What `tessera spectrum` says about pictures and their reconstructions.
#pragma once

#include "app/cli/options.h"
#include "core/analysis/picture_spectra.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>

namespace tessera::app::cli {

struct SpectrumSubject {
    std::string path, model, device, transform, recipe;
};

/// Of one picture, or means over many.
struct SpectrumFindings {
    core::RadialSpectrum input, reconstruction, error;
    core::SpectrumRatio ratio;
    std::array<double, 3> bands{}; ///< mean squares of the error, as core::ErrorBands has them
    std::int64_t pictures = 0;     ///< without any there are no spectra, and no bands
};

SpectrumFindings findings(const core::PictureSpectra& spectra, const core::ErrorBands& bands);

/// Sums findings up, picture by picture: powers and mean squares.
class MeanFindings {
public:
    /// `transform` is the name of what computed it: a device may refuse some sizes.
    void add(const SpectrumFindings& one, const std::string& transform);
    /// The names, with their numbers of pictures where there are several.
    std::string transforms() const;
    std::int64_t tooSmall() const { return m_pictures - m_input.pictures(); } ///< pictures without a spectrum
    SpectrumFindings mean() const;

private:
    std::int64_t m_pictures = 0;
    core::SpectrumAverage m_input, m_reconstruction, m_error;
    std::array<double, 3> m_bands{};
    std::map<std::string, std::int64_t> m_transforms; ///< pictures of each
};

Json spectrumReport(const SpectrumSubject& subject, const SpectrumFindings& found);
Json peaksReport(const std::vector<core::ComparedPeak>& peaks);

/// A conclusion, a table, the bands; `more` comes before the line about model and device.
std::string spectrumText(const SpectrumSubject& subject, const SpectrumFindings& found, const std::string& more);
std::string peaksText(const std::vector<core::ComparedPeak>& peaks);

/// Input, reconstruction and error side by side on one scale, core::spectrumScale().
core::Picture spectrumSheet(const core::PictureSpectra& spectra);

} // namespace tessera::app::cli
