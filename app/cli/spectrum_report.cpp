// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/spectrum_report.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tessera::app::cli {
namespace {

constexpr int kGap = 8; ///< pixels
constexpr std::array kBandNames{"low", "mid", "high"};
constexpr int kRows = 16;

/// Null where there is no spectrum.
Json listOf(const std::vector<double>& values) { return values.empty() ? Json() : Json(values); }

Json decibelList(const std::vector<double>& powers)
{
    if (powers.empty())
        return {};
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

std::string conclusion(const SpectrumFindings& found)
{
    if (found.pictures == 0)
        return "no picture could be measured, so that there are no spectra\n";
    if (!found.ratio.isComparable())
        return "too small to compare: spectra need sides of 2 pixels at least\n";
    if (!found.ratio.cutoff)
        return "no detail is lost: the reconstruction nowhere falls below -3 dB of the input\n";
    return "detail is lost above " + fixed(*found.ratio.cutoff, 3) + " cycles per pixel (one in "
        + fixed(1 / *found.ratio.cutoff, 1) + " pixels)\n";
}

std::string spectrumTable(const SpectrumFindings& found)
{
    std::string text;
    const std::vector<double>& frequencies = found.ratio.frequency;
    std::size_t last = frequencies.size();
    for (int row = 0; row <= kRows; ++row) {
        const std::size_t i = stepAt(frequencies, 0.5 * row / kRows);
        if (i == last)
            continue; // a small picture has fewer steps
        last = i;
        text += padded(fixed(frequencies[i], 4), 10, true);
        for (const double value : {core::decibels(found.input.power[i]), core::decibels(found.reconstruction.power[i]),
                                   core::decibels(found.error.power[i]), found.ratio.smoothed[i]})
            text += padded(fixed(value, 1), 10, true);
        text += "\n";
    }
    return text.empty() ? text : "\n cycles/px  input dB  reconstr.     error     ratio\n" + text;
}

std::string bandsLine(const std::array<double, 3>& bands)
{
    std::string text = "error below 1/16, up to 1/4 and above it: ";
    for (std::size_t i = 0; i < kBandNames.size(); ++i)
        text += (i > 0 ? ", " : "") + std::string(kBandNames[i]) + " " + fixed(bands[i], 2);
    return text + " (mean squares, 8-bit luma)\n";
}

} // namespace

SpectrumFindings findings(const core::PictureSpectra& spectra, const core::ErrorBands& bands)
{
    return {spectra.input.radial, spectra.reconstruction.radial, spectra.error.radial, spectra.ratio,
            bands.meanSquares,    1};
}

std::string MeanFindings::transforms() const
{
    if (m_transforms.size() == 1)
        return m_transforms.begin()->first;
    std::string text;
    for (const auto& [name, count] : m_transforms)
        text += (text.empty() ? "" : ", ") + name + " (" + std::to_string(count)
            + (count == 1 ? " picture)" : " pictures)");
    return text.empty() ? "none" : text;
}

void MeanFindings::add(const SpectrumFindings& one, const std::string& transform)
{
    ++m_transforms[transform];
    ++m_pictures;
    m_input.add(one.input);
    m_reconstruction.add(one.reconstruction);
    m_error.add(one.error);
    for (std::size_t i = 0; i < m_bands.size(); ++i)
        m_bands[i] += one.bands[i];
}

SpectrumFindings MeanFindings::mean() const
{
    SpectrumFindings result{m_input.mean(), m_reconstruction.mean(), m_error.mean(), {}, m_bands, m_pictures};
    result.ratio = core::spectrumRatio(result.input, result.reconstruction);
    for (double& band : result.bands)
        band /= static_cast<double>(std::max<std::int64_t>(m_pictures, 1));
    return result;
}

Json spectrumReport(const SpectrumSubject& subject, const SpectrumFindings& found)
{
    Json report{{"path", subject.path},
                {"model", subject.model},
                {"device", subject.device},
                {"transform", subject.transform},
                {"recipe", subject.recipe}};
    report["cutoff"] = found.ratio.cutoff ? Json(*found.ratio.cutoff) : Json();
    report["frequency"] = listOf(found.ratio.frequency);
    report["input_db"] = decibelList(found.input.power);
    report["reconstruction_db"] = decibelList(found.reconstruction.power);
    report["error_db"] = decibelList(found.error.power);
    report["ratio_db"] = listOf(found.ratio.decibels);
    report["ratio_smoothed_db"] = listOf(found.ratio.smoothed);
    for (std::size_t i = 0; i < kBandNames.size(); ++i)
        report["error_bands_mse"][kBandNames[i]] = found.pictures > 0 ? Json(found.bands[i]) : Json();
    return report;
}

Json peaksReport(const std::vector<core::ComparedPeak>& peaks)
{
    Json report = Json::array();
    for (const core::ComparedPeak& peak : peaks)
        report.push_back({{"across", peak.peak.across},
                          {"down", peak.peak.down},
                          {"db", peak.peak.decibels},
                          {"above_db", peak.peak.above},
                          {"input_above_db", peak.inputAbove}});
    return report;
}

std::string spectrumText(const SpectrumSubject& subject, const SpectrumFindings& found, const std::string& more)
{
    std::string text = conclusion(found);
    if (found.pictures > 0)
        text += spectrumTable(found) + "\n" + bandsLine(found.bands) + more;
    return text + "\n" + subject.model + " on " + subject.device + ", transform by " + subject.transform
        + "\nmeasured on: " + subject.recipe + "\n";
}

std::string peaksText(const std::vector<core::ComparedPeak>& peaks)
{
    if (peaks.empty())
        return "no peaks at the frequencies of the grid of cells\n";
    std::string text = "peaks at the frequencies of the grid of cells:\n";
    for (const core::ComparedPeak& peak : peaks)
        text += "  across " + fixed(peak.peak.across, 4) + ", down " + fixed(peak.peak.down, 4) + ": "
            + fixed(peak.peak.above, 1) + " dB above its surroundings (input: " + fixed(peak.inputAbove, 1) + " dB)\n";
    return text;
}

core::Picture spectrumSheet(const core::PictureSpectra& spectra)
{
    const core::SpectrumScale scale = core::spectrumScale(spectra);
    const int width = spectra.input.plane.width, height = spectra.input.plane.height;
    core::Picture sheet(3 * width + 2 * kGap, height, 3);
    std::ranges::fill(sheet.values, 1.0F);
    int left = 0;
    for (const core::SpectraOf* of : {&spectra.input, &spectra.reconstruction, &spectra.error}) {
        const core::Picture picture = core::spectrumPicture(of->plane, scale.lowest, scale.highest);
        for (int y = 0; y < height; ++y)
            std::copy_n(picture.pixel(0, y), static_cast<std::size_t>(width) * 3, sheet.pixel(left, y));
        left += width + kGap;
    }
    return sheet;
}

} // namespace tessera::app::cli
