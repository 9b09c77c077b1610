// SPDX-License-Identifier: Apache-2.0
// Usage of codes over pictures, and where the error of a reconstruction comes from.
#include "core/analysis/attribution.h"
#include "core/analysis/quality.h"
#include "core/analysis/usage.h"
#include "core/error.h"
#include "tests/core/analysis/data.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <random>

using namespace tessera::core;
using namespace tessera::tests;

namespace {

IndexMap mapOf(std::int64_t rows, std::int64_t cols, std::vector<std::int32_t> codes)
{
    IndexMap map(1, rows, cols);
    map.codes = std::move(codes);
    return map;
}

} // namespace

class TestUsage : public QObject {
    Q_OBJECT
private slots:
    void occurrencesAreAllOrSpreadOverAll()
    {
        IndexMap map(1, 4, 5);
        for (int i = 0; i < 20; ++i)
            map.codes[static_cast<std::size_t>(i)] = i % 2; // code 1 in the odd places
        const std::vector<Cell> all = occurrences(map, 1, 10);
        QCOMPARE(all.size(), std::size_t{10});
        QVERIFY((all[0] == Cell{0, 1}) && (all[2] == Cell{1, 0}) && (all[9] == Cell{3, 4}));
        const std::vector<Cell> two = occurrences(map, 1, 2);
        QCOMPARE(two.size(), std::size_t{2});
        QVERIFY(two[0] == all[2] && two[1] == all[7]); // the middles of both halves
        QVERIFY(occurrences(map, 7, 3).empty());
        QVERIFY(occurrences(map, 1, 0).empty());
    }

    void figuresOfCountsWorkedOutByHand()
    {
        // Shares 1/2, 1/4, 1/8, 1/8: 0.5 + 0.5 + 0.375 + 0.375 bits.
        const UsageFigures figures = usageFigures({8, 4, 0, 2, 2, 0});
        QCOMPARE(figures.tokens, std::int64_t{16});
        QCOMPARE(figures.used, std::int64_t{4});
        QCOMPARE(figures.dead, std::int64_t{2});
        QCOMPARE(figures.entropyBits, 1.75);
        QCOMPARE(figures.perplexity, std::exp2(1.75));
    }

    void allCodesEquallyOftenHaveLog2KBits()
    {
        const UsageFigures figures = usageFigures(std::vector<std::int64_t>(1024, 3));
        QCOMPARE(figures.entropyBits, 10.0);
        QCOMPARE(figures.perplexity, 1024.0);
        QCOMPARE(figures.dead, std::int64_t{0});
    }

    void oneCodeHasNoBitsAndNoCodesHaveNone()
    {
        const UsageFigures one = usageFigures({0, 77, 0});
        QVERIFY(one.entropyBits == 0 && !std::signbit(one.entropyBits));
        QCOMPARE(one.perplexity, 1.0);
        for (const std::vector<std::int64_t>& counts : {std::vector<std::int64_t>{}, {0, 0, 0}}) {
            const UsageFigures none = usageFigures(counts);
            QCOMPARE(none.tokens, std::int64_t{0});
            QCOMPARE(none.entropyBits, 0.0);
            QCOMPARE(none.perplexity, 0.0);
            QCOMPARE(none.dead, static_cast<std::int64_t>(counts.size()));
        }
    }

    void bitsPerPixelAreThoseOfTheCellsOverThePixelsOfTheOriginal()
    {
        // 63 x 42 cells of a picture of 500 x 333, padded to 504 x 336.
        QCOMPARE(bitsPerPixel(8.5, 63 * 42, 500 * 333), 8.5 * 2646 / 166500);
        QCOMPARE(bitsPerPixel(8.5, 10, 0), 0.0);
    }

    void usageOverPicturesSumsTheirCounts()
    {
        CodeUsage usage(6);
        QCOMPARE(usage.pictures(), std::int64_t{0});
        QVERIFY(usage.growth().empty());
        usage.add(mapOf(2, 2, {0, 1, 1, 5}));
        usage.add(mapOf(1, 3, {1, 1, 0}));
        usage.add(mapOf(1, 2, {2, 2}));
        usage.add(mapOf(1, 1, {2}));
        QCOMPARE(usage.pictures(), std::int64_t{4});
        QCOMPARE(usage.counts(), (std::vector<std::int64_t>{2, 4, 3, 0, 0, 1}));
        QCOMPARE(usage.figures().tokens, std::int64_t{10});
        // The second picture brought nothing new.
        const std::vector<UsageGrowth> growth{{1, 4, 3}, {3, 9, 4}, {4, 10, 4}};
        QCOMPARE(usage.growth(), growth);
    }

    void theGrowthOfManyPicturesStaysSmall()
    {
        std::mt19937 random(1);
        CodeUsage usage(32);
        for (int i = 0; i < 5000; ++i)
            usage.add(
                mapOf(1, 2, {static_cast<std::int32_t>(random() % 32), static_cast<std::int32_t>(random() % 32)}));
        QVERIFY(usage.growth().size() <= 33);
        QCOMPARE(usage.growth().back(), (UsageGrowth{5000, 10000, 32}));
        QVERIFY(std::ranges::is_sorted(usage.growth(), {}, &UsageGrowth::used));
    }

    void codesBeyondTheCodebookAreNotCounted()
    {
        CodeUsage usage(3);
        usage.add(mapOf(1, 4, {-1, 3, 2, 100}));
        QCOMPARE(usage.counts(), (std::vector<std::int64_t>{0, 0, 1}));
        QCOMPARE(usage.figures().tokens, std::int64_t{1});
        QCOMPARE(usage.growth(), (std::vector<UsageGrowth>{{1, 1, 1}}));
    }

    void theErrorIsSharedBetweenAutoencoderAndQuantizer()
    {
        // Gray, 4 x 2 pixels, cells of 2: 0..255 units are whole.
        const auto gray = [](std::vector<float> bytes) {
            Picture picture(4, 2, 1);
            for (std::size_t i = 0; i < bytes.size(); ++i)
                picture.values[i] = bytes[i] / 255.0F;
            return picture;
        };
        const Picture input = gray({100, 100, 100, 100, 100, 100, 100, 100});
        const Picture latents = gray({101, 100, 100, 100, 100, 100, 102, 100});
        const Picture codes = gray({103, 100, 100, 100, 100, 100, 101, 100});
        const Attribution found = attribution(input, codes, latents, planFit(4, 2, 2, Fit::pad), 2);
        QCOMPARE(found.mse, 10.0 / 8);
        QCOMPARE(found.mseUnquantized, 5.0 / 8);
        QCOMPARE(found.quantizationShare, 0.5);
        QCOMPARE(found.psnr, psnr(input, codes));
        QCOMPARE(found.psnrUnquantized, psnr(input, latents));
        QCOMPARE(found.cells.rows, std::int64_t{1});
        QCOMPARE(found.cells.cols, std::int64_t{2});
        QCOMPARE(found.cells.whole, (std::vector<float>{9.0F / 4, 1.0F / 4}));
        QCOMPARE(found.cells.autoencoder, (std::vector<float>{1.0F / 4, 4.0F / 4}));
        QCOMPARE(found.cells.quantization, (std::vector<float>{2, -0.75F})); // quantizing helped the second
        QCOMPARE(found.pixels.whole, (std::vector<float>{9, 0, 0, 0, 0, 0, 1, 0}));
        QCOMPARE(found.pixels.quantization, (std::vector<float>{8, 0, 0, 0, 0, 0, -3, 0}));
    }

    void cellsOfPaddingHaveOnlyThePixelsOfTheInput()
    {
        const Picture input = noisePicture(5, 3, 3, 1), codes = noisePicture(5, 3, 3, 2),
                      latents = noisePicture(5, 3, 3, 3);
        const Attribution found = attribution(input, codes, latents, planFit(5, 3, 4, Fit::pad), 4);
        QCOMPARE(found.cells.rows, std::int64_t{1});
        QCOMPARE(found.cells.cols, std::int64_t{2});
        double lastColumn = 0;
        for (const int pixel : {4, 9, 14})
            lastColumn += static_cast<double>(found.pixels.whole[static_cast<std::size_t>(pixel)]) / 3;
        QVERIFY(std::abs(static_cast<double>(found.cells.whole[1]) - lastColumn) < 1e-2);
        QCOMPARE(cellMeans({1, 2, 3, 4, 10, 1, 2, 3, 4, 20, 1, 2, 3, 4, 60}, 5, 3, planFit(5, 3, 4, Fit::pad), 4),
                 (std::vector<float>{2.5F, 30}));
        QCOMPARE(cellMeans({1, 2, 3, 4}, 4, 1, {Fit::pad, 4, 1, 4, 8}, 4), (std::vector<float>{2.5F, 0}));
    }

    void cellsOfResizedPicturesLieWhereTheModelSawThem()
    {
        // 10 pixels that the model saw as 8: cells of 4 hold 5 pixels each.
        Picture input(10, 4, 1), codes = input;
        for (int y = 0; y < 4; ++y)
            codes.pixel(4, y)[0] = 1;
        Preparation how = planFit(10, 4, 4, Fit::resize);
        how.modelWidth = 8;
        const Attribution found = attribution(input, codes, input, how, 4);
        QCOMPARE(found.cells.cols, std::int64_t{2});
        QVERIFY(found.cells.whole[0] > 0);
        QCOMPARE(found.cells.whole[1], 0.0F);
    }

    void equalPicturesHaveNoErrorToShare()
    {
        const Picture input = noisePicture(8, 8, 3, 1);
        const Attribution found = attribution(input, input, input, planFit(8, 8, 4, Fit::pad), 4);
        QCOMPARE(found.quantizationShare, 0.0);
        QCOMPARE(found.psnr, std::numeric_limits<double>::infinity());
        QVERIFY_EXCEPTION_THROWN(attribution(input, Picture(8, 7, 3), input, planFit(8, 8, 4, Fit::pad), 4),
                                 ShapeError);
    }
};

QTEST_GUILESS_MAIN(TestUsage)
#include "test_usage.moc"
