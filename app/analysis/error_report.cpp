// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/analysis/error_report.h"

#include "app/pictures/fitted_picture.h"
#include "core/analysis/attribution.h"

#include <utility>

namespace tessera::app {

double ErrorPair::quantizationShare() const
{
    return reconstruction.mse > 0 ? (reconstruction.mse - unquantized.mse) / reconstruction.mse : 0;
}

ErrorReport errorReport(const ErrorSources& sources, const core::Progress& progress)
{
    const core::Preparation& how = sources.how;
    const std::int64_t factor = sources.model->factor();
    const core::Picture input = core::modelColours(shownPart(*sources.original, how), sources.model->config());
    const core::Picture made = onOriginal(*sources.reconstruction, how);
    const core::Picture unquantized = onOriginal(*sources.unquantized, how);
    ErrorReport report;
    report.isEdited = sources.isEdited;
    report.isResized = how.fit == core::Fit::resize && how.changesSize();
    report.picture = {core::quality(input, made, {}, 1, progress), core::quality(input, unquantized, {}, 1, progress)};
    if (!sources.selection.isEmpty()) {
        // Cells have whole pixels in model size alone.
        const core::Picture& from = report.isResized ? *sources.seen : input;
        const auto measured = [&](const core::Picture& picture) {
            return core::quality(from, picture, sources.selection, static_cast<int>(factor), progress);
        };
        report.selection = {measured(report.isResized ? *sources.reconstruction : made),
                            measured(report.isResized ? *sources.unquantized : unquantized)};
    }
    progress.step(0.5);
    core::Attribution attribution = core::attribution(input, made, unquantized, how, factor);
    report.rows = attribution.cells.rows;
    report.cols = attribution.cells.cols;
    report.squared = std::move(attribution.cells.whole);
    report.absolute = core::cellMeans(core::qualityMap(input, made, core::QualityMeasure::absoluteError, progress),
                                      input.width, input.height, how, factor);
    report.autoencoder = std::move(attribution.cells.autoencoder);
    report.quantization = std::move(attribution.cells.quantization);
    if (sources.withPixelMaps) {
        const core::ErrorParts& pixels = attribution.pixels;
        report.autoencoderPixels = coloured({pixels.rows, pixels.cols, pixels.autoencoder}, kPixelMapColours);
        report.quantizationPixels = coloured({pixels.rows, pixels.cols, pixels.quantization}, kSignedMapColours);
    }
    if (sources.withSsimMap) {
        std::vector<float> loss = core::qualityMap(input, made, core::QualityMeasure::ssim, progress);
        for (float& value : loss)
            value = 1 - value;
        report.ssimLoss = core::cellMeans(loss, input.width, input.height, how, factor);
    }
    return report;
}

} // namespace tessera::app
