// SPDX-License-Identifier: GPL-3.0-or-later
// What `tessera spectrum` says about a picture and its reconstruction.
#pragma once

#include "app/cli/options.h"
#include "core/analysis/picture_spectra.h"

#include <string>

namespace tessera::app::cli {

struct SpectrumSubject {
    std::string path, model, device, transform, recipe;
    int width = 0, height = 0; ///< of the picture
};

Json spectrumReport(const SpectrumSubject& subject, const core::PictureSpectra& spectra, const core::ErrorBands& bands);
std::string spectrumText(const SpectrumSubject& subject, const core::PictureSpectra& spectra,
                         const core::ErrorBands& bands);

/// Input, reconstruction and error side by side on one scale of 100 dB, up to the strongest bin.
core::Picture spectrumSheet(const core::PictureSpectra& spectra);

} // namespace tessera::app::cli
