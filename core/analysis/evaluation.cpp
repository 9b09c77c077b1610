// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/evaluation.h"

#include "core/analysis/spectrum_compare.h"

#include <cassert>
#include <cmath>
#include <limits>

namespace tessera::core {
namespace {

RadialSpectrum radialOf(const Picture& picture)
{
    const std::unique_ptr<FourierTransform> transform = makeCpuFourier();
    return radialSpectrum(powerSpectrum(*transform, spectrumPlane(picture)));
}

} // namespace

PictureFigures pictureFigures(const Picture& input, const Reconstructed& made, const Preparation& how,
                              std::int64_t codes, const Progress& progress)
{
    const Picture reconstruction = toPicture(made.fromCodes, 0, &how);
    PictureFigures figures;
    figures.width = input.width;
    figures.height = input.height;
    figures.quality = quality(input, reconstruction, {}, 1, progress);
    figures.psnrUnquantized = psnr(input, toPicture(made.fromLatents, 0, &how));
    figures.commitLoss = made.quantized.commitLoss;
    const UsageFigures usage = usageFigures(countCodes(made.quantized.codes, codes));
    figures.entropyBits = usage.entropyBits;
    figures.bitsPerPixel =
        bitsPerPixel(usage.entropyBits, usage.tokens, std::int64_t{input.width} * std::int64_t{input.height});
    figures.codesUsed = usage.used;
    progress.step(0.5); // of the time, the two transforms take about as long as SSIM
    const RadialSpectrum seen = radialOf(input);
    progress.step(0.75);
    figures.cutoff = spectrumRatio(seen, radialOf(reconstruction)).cutoff;
    return figures;
}

void MeanAndDeviation::add(double value)
{
    assert(!std::isnan(value));
    ++m_count;
    if (std::isinf(value)) {
        m_infinite = true;
        return;
    }
    const double delta = value - m_mean;
    m_mean += delta / static_cast<double>(m_count);
    m_squares += delta * (value - m_mean);
}

std::optional<double> MeanAndDeviation::mean() const
{
    if (m_count == 0)
        return {};
    return m_infinite ? std::numeric_limits<double>::infinity() : m_mean;
}

std::optional<double> MeanAndDeviation::deviation() const
{
    if (m_count == 0 || m_infinite)
        return {};
    return std::sqrt(m_squares / static_cast<double>(m_count));
}

std::string evaluationRecipe(std::int64_t factor)
{
    return "pictures in sRGB, alpha over white, padded right and bottom to multiples of "
        + std::to_string(factor) + " by reflection (by their last pixels where they are too small for that), "
        + "reconstructions cropped back; " + qualityRecipe()
        + "; psnr_unquantized: of the decode of the unquantized latents; entropy, codes_used and tokens: "
        + "of the cells of the padded pictures; commit_loss: 1.25 x the mean squared distance of latents and codes, of all "
        + "cells of the padded pictures; bits_per_pixel: entropy x cells / pixels of the picture; "
        + cutoffRecipe() + ", from " + spectrumRecipe(SpectrumWindow::hann, SpectrumChannel::luma)
        + "; mean and std over the pictures, std divided by their number; those without a cutoff are left out of its mean, "
        + "but one infinite PSNR makes its mean infinite and leaves no std (both null in JSON)";
}

} // namespace tessera::core
