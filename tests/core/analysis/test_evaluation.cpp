// SPDX-License-Identifier: Apache-2.0
// The figures of one reconstruction against what the textbook says of them, pixel by pixel; of equal pictures too; and
// the means over many.
#include "core/analysis/evaluation.h"
#include "core/error.h"
#include "tests/core/analysis/data.h"

#include <QTest>

#include <array>
#include <cmath>
#include <limits>

using namespace tessera::core;
using namespace tessera::tests;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Of the shape of a decode: the picture as a tensor, in values of -1..1.
Tensor tensorOf(const Picture& picture)
{
    Tensor tensor(Shape{1, picture.channels, picture.height, picture.width});
    for (int c = 0; c < picture.channels; ++c)
        for (int y = 0; y < picture.height; ++y)
            for (int x = 0; x < picture.width; ++x)
                tensor.at(0, c, y, x) = picture.pixel(x, y)[c] * 2 - 1;
    return tensor;
}

Reconstructed made(const Picture& fromCodes, const Picture& fromLatents)
{
    Reconstructed result{tensorOf(fromCodes), tensorOf(fromLatents), {}};
    result.quantized.codes = IndexMap(1, fromCodes.height / 4, fromCodes.width / 4);
    result.quantized.codes.codes[0] = 3;
    result.quantized.commitLoss = 0.25;
    return result;
}

double byteOf(const Picture& picture, int x, int y, int c)
{
    return std::nearbyint(static_cast<double>(picture.pixel(x, y)[c]) * 255);
}

/// SSIM as Wang et al. have it, each window by itself: Gaussian weights, population covariance, no edges.
double plainSsim(const Picture& a, const Picture& b)
{
    constexpr int kRadius = 5;
    constexpr double kC1 = (0.01 * 255) * (0.01 * 255), kC2 = (0.03 * 255) * (0.03 * 255);
    double sum = 0;
    int windows = 0;
    for (int c = 0; c < a.channels; ++c)
        for (int y = kRadius; y < a.height - kRadius; ++y)
            for (int x = kRadius; x < a.width - kRadius; ++x, ++windows) {
                double weights = 0, meanA = 0, meanB = 0, squareA = 0, squareB = 0, product = 0;
                for (int v = -kRadius; v <= kRadius; ++v)
                    for (int u = -kRadius; u <= kRadius; ++u) {
                        const double weight = std::exp(-(u * u + v * v) / (2 * 1.5 * 1.5));
                        const double p = byteOf(a, x + u, y + v, c), q = byteOf(b, x + u, y + v, c);
                        weights += weight;
                        meanA += weight * p;
                        meanB += weight * q;
                        squareA += weight * p * p;
                        squareB += weight * q * q;
                        product += weight * p * q;
                    }
                meanA /= weights;
                meanB /= weights;
                const double varianceA = squareA / weights - meanA * meanA,
                             varianceB = squareB / weights - meanB * meanB,
                             covariance = product / weights - meanA * meanB;
                sum += (2 * meanA * meanB + kC1) * (2 * covariance + kC2)
                    / ((meanA * meanA + meanB * meanB + kC1) * (varianceA + varianceB + kC2));
            }
    return sum / windows;
}

} // namespace

class TestEvaluation : public QObject {
    Q_OBJECT

private slots:
    void figuresAreThoseOfTheTextbook()
    {
        const Picture input = noisePicture(24, 20, 3, 1);
        Picture drawn = noisePicture(24, 20, 3, 2), unquantized = input;
        for (std::size_t i = 0; i < drawn.values.size(); ++i)
            drawn.values[i] = std::nearbyint((input.values[i] * 3 + drawn.values[i]) / 4 * 255) / 255;
        unquantized.values[7] = input.values[7] > 0.5F ? 0.0F : 1.0F;
        const PictureFigures figures =
            pictureFigures(input, made(drawn, unquantized), planFit(24, 20, 4, Fit::pad), 8);
        double squares = 0, magnitudes = 0, latents = 0;
        for (int y = 0; y < 20; ++y)
            for (int x = 0; x < 24; ++x)
                for (int c = 0; c < 3; ++c) {
                    const double difference = byteOf(input, x, y, c) - byteOf(drawn, x, y, c),
                                 other = byteOf(input, x, y, c) - byteOf(unquantized, x, y, c);
                    squares += difference * difference;
                    magnitudes += std::abs(difference);
                    latents += other * other;
                }
        const double values = 24 * 20 * 3;
        const auto psnr = [](double mse) { return 20 * std::log10(255.0) - 10 * std::log10(mse); };
        QVERIFY(std::abs(figures.quality.mse - squares / values) < 1e-9 * squares);
        QVERIFY(std::abs(figures.quality.mae - magnitudes / values) < 1e-9 * magnitudes);
        QVERIFY(std::abs(figures.quality.psnr - psnr(squares / values)) < 1e-9);
        QVERIFY(std::abs(figures.psnrUnquantized - psnr(latents / values)) < 1e-9);
        QVERIFY(std::abs(figures.quality.ssim - plainSsim(input, drawn)) < 1e-6);
        QVERIFY(figures.quality.ssim < 0.99 && figures.quality.ssim > 0.1);
        QCOMPARE(figures.width, 24);
        QCOMPARE(figures.height, 20);
        QCOMPARE(figures.commitLoss, 0.25);
        QCOMPARE(figures.codesUsed, std::int64_t{2});
        const double entropy = (std::log2(30.0) + 29 * std::log2(30.0 / 29)) / 30; // one cell of 30 has another code
        QVERIFY(std::abs(figures.entropyBits - entropy) < 1e-12);
        QVERIFY(std::abs(figures.bitsPerPixel - entropy * 30 / (24 * 20)) < 1e-12);
    }

    void ofEqualPicturesPsnrIsInfinite()
    {
        const Picture input = noisePicture(24, 20, 3, 1);
        const PictureFigures figures = pictureFigures(input, made(input, input), planFit(24, 20, 4, Fit::pad), 8);
        QCOMPARE(figures.quality.mse, 0.0);
        QCOMPARE(figures.quality.psnr, kInfinity);
        QCOMPARE(figures.psnrUnquantized, kInfinity);
        QCOMPARE(figures.quality.ssim, 1.0);
        QVERIFY(!figures.cutoff);
    }

    void theTransformsOfTheCutoffHearAStop()
    {
        const Picture input = noisePicture(24, 20, 3, 1);
        std::stop_source stop;
        const Progress progress{stop.get_token(), [&](double) { stop.request_stop(); }};
        QVERIFY_EXCEPTION_THROWN(
            pictureFigures(input, made(input, input), planFit(24, 20, 4, Fit::pad), 8, progress), Cancelled);
    }

    void meanAndDeviationAreThoseOfAllTogether()
    {
        MeanAndDeviation figures;
        QVERIFY(!figures.mean() && !figures.deviation());
        const std::array values{1e6 + 3, 1e6 - 1, 1e6, 1e6 + 6};
        for (const double value : values)
            figures.add(value);
        QCOMPARE(figures.count(), std::int64_t{4});
        QCOMPARE(*figures.mean(), 1e6 + 2);
        QVERIFY(std::abs(*figures.deviation() - std::sqrt((1.0 + 9 + 4 + 16) / 4)) < 1e-9);
        MeanAndDeviation one;
        one.add(7);
        QCOMPARE(*one.mean(), 7.0);
        QCOMPARE(*one.deviation(), 0.0);
    }

    void oneInfiniteValueMakesTheMeanInfiniteAndLeavesNoDeviation()
    {
        for (const int place : {0, 1, 2}) {
            MeanAndDeviation figures;
            for (int i = 0; i < 3; ++i)
                figures.add(i == place ? kInfinity : 30.0 + i);
            QCOMPARE(*figures.mean(), kInfinity);
            QVERIFY(!figures.deviation());
            QCOMPARE(figures.count(), std::int64_t{3});
        }
    }
};

QTEST_GUILESS_MAIN(TestEvaluation)
#include "test_evaluation.moc"
