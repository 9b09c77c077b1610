// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/spectrum_report.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tessera::app::cli {
namespace {

constexpr double kSheetRange = 100; ///< dB
constexpr int kGap = 8; ///< pixels
constexpr std::array kBandNames{"low", "mid", "high"};
constexpr int kRows = 16;

Json decibelList(const std::vector<double>& powers)
{
    Json list = Json::array();
    for (const double power : powers)
        list.push_back(core::decibels(power));
    return list;
}

/// The step of `frequencies` that is nearest to `wanted`.
std::size_t stepAt(const std::vector<double>& frequencies, double wanted)
{
    std::size_t best = 0;
    for (std::size_t i = 0; i < frequencies.size(); ++i)
        if (std::abs(frequencies[i] - wanted) < std::abs(frequencies[best] - wanted))
            best = i;
    return best;
}

std::string peakText(const core::ComparedPeak& peak)
{
    return "  across " + fixed(peak.peak.across, 4) + ", down " + fixed(peak.peak.down, 4) + ": "
        + fixed(peak.peak.above, 1) + " dB above its surroundings (input: " + fixed(peak.inputAbove, 1) + " dB)\n";
}

} // namespace

Json spectrumReport(const SpectrumSubject& subject, const core::PictureSpectra& spectra, const core::ErrorBands& bands)
{
    Json report{{"path", subject.path},           {"model", subject.model},   {"device", subject.device},
                {"transform", subject.transform}, {"recipe", subject.recipe}, {"width", subject.width},
                {"height", subject.height}};
    report["transform_size"] = {spectra.input.plane.width, spectra.input.plane.height};
    report["cutoff"] = spectra.ratio.cutoff ? Json(*spectra.ratio.cutoff) : Json();
    report["frequency"] = spectra.ratio.frequency;
    report["input_db"] = decibelList(spectra.input.radial.power);
    report["reconstruction_db"] = decibelList(spectra.reconstruction.radial.power);
    report["error_db"] = decibelList(spectra.error.radial.power);
    report["ratio_db"] = spectra.ratio.decibels;
    report["ratio_smoothed_db"] = spectra.ratio.smoothed;
    report["peaks"] = Json::array();
    for (const core::ComparedPeak& peak : spectra.peaks)
        report["peaks"].push_back({{"across", peak.peak.across},
                                   {"down", peak.peak.down},
                                   {"db", peak.peak.decibels},
                                   {"above_db", peak.peak.above},
                                   {"input_above_db", peak.inputAbove}});
    for (std::size_t i = 0; i < kBandNames.size(); ++i)
        report["error_bands_mse"][kBandNames[i]] = bands.meanSquares[i];
    return report;
}

std::string spectrumText(const SpectrumSubject& subject, const core::PictureSpectra& spectra,
                         const core::ErrorBands& bands)
{
    std::string text = spectra.ratio.cutoff
        ? "detail is lost above " + fixed(*spectra.ratio.cutoff, 3) + " cycles per pixel (one in "
            + fixed(1 / *spectra.ratio.cutoff, 1) + " pixels)\n"
        : std::string("no detail is lost: the reconstruction has the input's power at all frequencies\n");
    text += "\n cycles/px  input dB  reconstr.     error     ratio\n";
    const std::vector<double>& frequencies = spectra.ratio.frequency;
    std::size_t last = frequencies.size();
    for (int row = 0; row <= kRows; ++row) {
        const std::size_t i = stepAt(frequencies, 0.5 * row / kRows);
        if (i == last)
            continue; // a small picture has fewer steps
        last = i;
        for (const double value :
             {core::decibels(spectra.input.radial.power[i]), core::decibels(spectra.reconstruction.radial.power[i]),
              core::decibels(spectra.error.radial.power[i]), spectra.ratio.smoothed[i]}) {
            if (text.back() == '\n')
                text += padded(fixed(frequencies[i], 4), 10, true);
            text += padded(fixed(value, 1), 10, true);
        }
        text += "\n";
    }
    text += "\nerror below 1/16, up to 1/4 and above it: ";
    for (std::size_t i = 0; i < kBandNames.size(); ++i)
        text += (i > 0 ? ", " : "") + std::string(kBandNames[i]) + " " + fixed(bands.meanSquares[i], 2);
    text += " (mean squares, 8-bit luma)\n";
    text += spectra.peaks.empty() ? "no peaks at the frequencies of the grid of cells\n"
                                  : "peaks at the frequencies of the grid of cells:\n";
    for (const core::ComparedPeak& peak : spectra.peaks)
        text += peakText(peak);
    return text + "\n" + subject.model + " on " + subject.device + ", transform by " + subject.transform
        + "\nmeasured on: " + subject.recipe + "\n";
}

core::Picture spectrumSheet(const core::PictureSpectra& spectra)
{
    const double highest = core::strongestBin(spectra);
    const int width = spectra.input.plane.width, height = spectra.input.plane.height;
    core::Picture sheet(3 * width + 2 * kGap, height, 3);
    std::ranges::fill(sheet.values, 1.0F);
    int left = 0;
    for (const core::SpectraOf* of : {&spectra.input, &spectra.reconstruction, &spectra.error}) {
        const core::Picture picture = core::spectrumPicture(of->plane, highest - kSheetRange, highest);
        for (int y = 0; y < height; ++y)
            std::copy_n(picture.pixel(0, y), static_cast<std::size_t>(width) * 3, sheet.pixel(left, y));
        left += width + kGap;
    }
    return sheet;
}

} // namespace tessera::app::cli
