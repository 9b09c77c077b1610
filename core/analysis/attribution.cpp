// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/attribution.h"

#include "core/analysis/colour_bytes.h"
#include "core/analysis/quality.h"

#include <algorithm>

namespace tessera::core {
namespace {

ErrorParts emptyParts(std::int64_t rows, std::int64_t cols)
{
    const auto places = static_cast<std::size_t>(rows * cols);
    return {rows, cols, std::vector<float>(places), std::vector<float>(places), std::vector<float>(places)};
}

void divide(ErrorParts& parts)
{
    for (std::size_t i = 0; i < parts.whole.size(); ++i)
        parts.quantization[i] = parts.whole[i] - parts.autoencoder[i];
}

/// Which cell each column (or row) of a side of the input belongs to.
std::vector<std::size_t> cellsAlong(int side, int modelSide, Fit fit, std::int64_t factor)
{
    std::vector<std::size_t> cells(static_cast<std::size_t>(side));
    const std::int64_t last = modelSide / factor - 1;
    for (std::int64_t i = 0; i < side; ++i) {
        // The middle of a pixel of a resized picture decides.
        const std::int64_t pixel = fit == Fit::resize ? (2 * i + 1) * modelSide / (2 * std::int64_t{side}) : i;
        cells[static_cast<std::size_t>(i)] =
            static_cast<std::size_t>(std::clamp<std::int64_t>(pixel / factor, 0, last));
    }
    return cells;
}

int squaredError(const ColourBytes& a, const ColourBytes& b, int x, int y)
{
    int sum = 0;
    for (int c = 0; c < a.channels; ++c) {
        const int difference = int{a.row(c, y)[x]} - int{b.row(c, y)[x]};
        sum += difference * difference;
    }
    return sum;
}

} // namespace

Attribution attribution(const Picture& input, const Picture& fromCodes, const Picture& fromLatents,
                        const Preparation& how, std::int64_t factor)
{
    requireComparable(input, fromCodes);
    requireComparable(input, fromLatents);
    const ColourBytes seen(input), codes(fromCodes), latents(fromLatents);
    Attribution result;
    result.pixels = emptyParts(input.height, input.width);
    result.cells = emptyParts(how.modelHeight / factor, how.modelWidth / factor);
    const std::vector<std::size_t> cellOfX = cellsAlong(input.width, how.modelWidth, how.fit, factor),
                                   cellOfY = cellsAlong(input.height, how.modelHeight, how.fit, factor);
    struct Sums {
        std::int64_t whole = 0, autoencoder = 0, pixels = 0;
    };
    std::vector<Sums> cells(result.cells.whole.size());
    Sums all;
    std::size_t pixel = 0;
    const auto channels = static_cast<float>(seen.channels);
    for (int y = 0; y < input.height; ++y)
        for (int x = 0; x < input.width; ++x, ++pixel) {
            const int whole = squaredError(seen, codes, x, y), autoencoder = squaredError(seen, latents, x, y);
            result.pixels.whole[pixel] = static_cast<float>(whole) / channels;
            result.pixels.autoencoder[pixel] = static_cast<float>(autoencoder) / channels;
            Sums& cell = cells[cellOfY[static_cast<std::size_t>(y)] * static_cast<std::size_t>(result.cells.cols)
                               + cellOfX[static_cast<std::size_t>(x)]];
            for (Sums* sums : {&cell, &all}) {
                sums->whole += whole;
                sums->autoencoder += autoencoder;
                ++sums->pixels;
            }
        }
    const auto mean = [&](std::int64_t sum, std::int64_t pixels) {
        return pixels > 0 ? static_cast<double>(sum) / (static_cast<double>(pixels) * seen.channels) : 0;
    };
    for (std::size_t i = 0; i < cells.size(); ++i) {
        result.cells.whole[i] = static_cast<float>(mean(cells[i].whole, cells[i].pixels));
        result.cells.autoencoder[i] = static_cast<float>(mean(cells[i].autoencoder, cells[i].pixels));
    }
    divide(result.pixels);
    divide(result.cells);
    result.mse = mean(all.whole, all.pixels);
    result.mseUnquantized = mean(all.autoencoder, all.pixels);
    result.psnr = psnrOf(result.mse);
    result.psnrUnquantized = psnrOf(result.mseUnquantized);
    result.quantizationShare = result.mse > 0 ? (result.mse - result.mseUnquantized) / result.mse : 0;
    return result;
}

std::vector<float> cellMeans(const std::vector<float>& pixels, int width, int height, const Preparation& how,
                             std::int64_t factor)
{
    const auto cols = static_cast<std::size_t>(how.modelWidth / factor);
    const auto cells = static_cast<std::size_t>(how.modelHeight / factor) * cols;
    const std::vector<std::size_t> cellOfX = cellsAlong(width, how.modelWidth, how.fit, factor),
                                   cellOfY = cellsAlong(height, how.modelHeight, how.fit, factor);
    std::vector<double> sums(cells), counts(cells);
    auto value = pixels.begin();
    for (const std::size_t row : cellOfY)
        for (const std::size_t col : cellOfX) {
            sums[row * cols + col] += static_cast<double>(*value++);
            ++counts[row * cols + col];
        }
    std::vector<float> means(cells);
    for (std::size_t i = 0; i < cells; ++i)
        means[i] = counts[i] > 0 ? static_cast<float>(sums[i] / counts[i]) : 0;
    return means;
}

std::string attributionRecipe()
{
    return "squared errors of 8-bit values (clamped, rounded), mean over the colour channels; autoencoder: decode of "
           "the "
           "unquantized latents against the input; quantization: what the decode of the codes has beyond that";
}

} // namespace tessera::core
