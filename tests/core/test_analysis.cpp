// SPDX-License-Identifier: Apache-2.0
// What is looked at beside the pictures themselves: colour maps, differences, statistics, distances of latents and
// codes.
#include "core/analysis/code_distances.h"
#include "core/analysis/colour_maps.h"
#include "core/analysis/differences.h"
#include "core/analysis/neighbours.h"
#include "core/analysis/statistics.h"
#include "core/error.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

using namespace tessera::core;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

std::vector<float> noise(std::size_t count, unsigned seed)
{
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    std::vector<float> values(count);
    std::ranges::generate(values, [&] { return normal(random); });
    return values;
}

Weight codebookOf(std::int64_t codes, std::int64_t length, std::vector<float> values)
{
    return {"quantize.embedding.weight", {codes, length}, std::move(values)};
}

/// CIE lightness, 0..100.
double lightness(const Rgb& colour)
{
    std::array<double, 3> linear{};
    for (std::size_t i = 0; i < 3; ++i) {
        const double v = colour[i] / 255.0;
        linear[i] = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    }
    const double y = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    return y > 0.008856 ? 116 * std::cbrt(y) - 16 : 903.3 * y;
}

Picture pictureOf(int width, int height, int channels, std::vector<float> values)
{
    Picture picture(width, height, channels);
    picture.values = std::move(values);
    return picture;
}

} // namespace

class TestAnalysis : public QObject {
    Q_OBJECT
private slots:
    void mapsThatRiseGetLighterAllTheWay()
    {
        for (const ColourMap map : {ColourMap::viridis, ColourMap::cividis}) {
            double last = -1;
            for (int i = 0; i <= 255; ++i) {
                const double light = lightness(mapColour(map, i / 255.0));
                QVERIFY2(light > last - 0.35, qPrintable(QString::number(i))); // rounded to bytes
                last = std::max(light, last);
            }
            QVERIFY(last > 85);
            QVERIFY(lightness(mapColour(map, 0)) < 20);
        }
    }

    void theDivergingMapIsLightestInTheMiddleAndAsDarkOnBothSides()
    {
        QVERIFY(lightness(mapColour(ColourMap::diverging, 0.5)) > 95);
        for (int i = 0; i < 128; ++i) {
            const Rgb below = mapColour(ColourMap::diverging, i / 256.0),
                      above = mapColour(ColourMap::diverging, 1 - i / 256.0);
            QVERIFY2(std::abs(lightness(below) - lightness(above)) < 8, qPrintable(QString::number(i)));
            QVERIFY(below[2] > below[0]); // blue
            QVERIFY(above[0] > above[2]); // orange
        }
    }

    void valuesOutsideTheMapGetItsEnds()
    {
        for (const ColourMap map : {ColourMap::viridis, ColourMap::cividis, ColourMap::diverging}) {
            QCOMPARE(mapColour(map, -2), mapColour(map, 0));
            QCOMPARE(mapColour(map, 7), mapColour(map, 1));
            QCOMPARE(mapColour(map, kNan), (Rgb{128, 128, 128}));
        }
    }

    void differencesAreMeansOverTheColourChannels()
    {
        const Picture a = pictureOf(2, 1, 4, {0.5F, 0.5F, 0.5F, 0, 1.5F, 0, 0, 1});
        const Picture b = pictureOf(2, 1, 3, {0.2F, 0.9F, 0.5F, 1, -3, 0.3F});
        const std::vector<float> absolute = pixelDifferences(a, b, DifferenceKind::absolute);
        QCOMPARE(absolute.size(), std::size_t{2});
        QCOMPARE(absolute[0], (0.3F + 0.4F) / 3);
        QCOMPARE(absolute[1], 0.1F); // 1.5 is shown as 1, and -3 as 0
        const std::vector<float> plain = pixelDifferences(a, b, DifferenceKind::plain);
        QVERIFY(std::abs(plain[0] + 0.1F / 3) < 1e-6F);
        QCOMPARE(plain[1], -0.1F);
        QVERIFY_EXCEPTION_THROWN(pixelDifferences(a, Picture(1, 2, 3), DifferenceKind::plain), ShapeError);
    }

    void theRangeOfDifferencesIgnoresAFewOutliers()
    {
        std::vector<float> values(1000, 0.031F);
        std::fill_n(values.begin(), 4, -0.9F);
        QCOMPARE(differenceRange(values), 0.032);
        std::fill_n(values.begin(), 20, -0.9F);
        QCOMPARE(differenceRange(values), 0.91);
        values.push_back(kNan);
        QCOMPARE(differenceRange(values), 0.91);
        QCOMPARE(differenceRange(std::vector<float>(77, 0.0F)), 0.004);
        QCOMPARE(differenceRange({}), 0.004);
        QCOMPARE(differenceRange(std::vector<float>(3, 1.0F)), 1.0);
    }

    void statisticsOfAPicture()
    {
        const Picture picture = pictureOf(2, 2, 2, {0.25F, 1, 0.5F, 1, 0.75F, 1, 0.5F, 2});
        const PictureStatistics all = pictureStatistics(picture, {}, 4);
        QCOMPARE(all.pixels, 4);
        QCOMPARE(all.channels.size(), std::size_t{2});
        QCOMPARE(all.channels[0].minimum, 0.25);
        QCOMPARE(all.channels[0].maximum, 0.75);
        QCOMPARE(all.channels[0].mean, 0.5);
        QCOMPARE(all.channels[0].deviation, std::sqrt(0.125 / 4));
        QCOMPARE(all.channels[0].histogram[64], 1);
        QCOMPARE(all.channels[0].histogram[128], 2);
        QCOMPARE(all.channels[0].histogram[192], 1);
        QCOMPARE(all.channels[1].histogram[255], 4); // 1 and more
    }

    void statisticsOfSelectedCells()
    {
        Picture picture(11, 7, 1); // the last cells are not whole
        const std::vector<float> values = noise(77, 5);
        picture.values = values;
        picture.values[3 * 11 + 4] = kNan; // cell (1, 1)
        Region region{{1, 1, 2, 3}, {1, 0, 1, 0, 1, 1}};
        const PictureStatistics part = pictureStatistics(picture, region, 3);
        double sum = 0, squares = 0;
        int pixels = 0;
        for (int y = 0; y < 7; ++y)
            for (int x = 0; x < 11; ++x)
                if (region.contains({y / 3, x / 3})) {
                    ++pixels;
                    if (const double v = picture.pixel(x, y)[0]; std::isfinite(v))
                        sum += v;
                }
        for (int y = 0; y < 7; ++y)
            for (int x = 0; x < 11; ++x)
                if (const double v = picture.pixel(x, y)[0]; region.contains({y / 3, x / 3}) && std::isfinite(v))
                    squares += (v - sum / (pixels - 1)) * (v - sum / (pixels - 1));
        QCOMPARE(part.pixels, pixels);
        QCOMPARE(part.channels[0].values, pixels - 1);
        QVERIFY(std::abs(part.channels[0].mean - sum / (pixels - 1)) < 1e-12);
        QVERIFY(std::abs(part.channels[0].deviation - std::sqrt(squares / (pixels - 1))) < 1e-12);
        const auto& bins = part.channels[0].histogram;
        QCOMPARE(std::accumulate(bins.begin(), bins.end(), std::int64_t{0}), std::int64_t{pixels - 1});
        QVERIFY(pictureStatistics(picture, Region{{9, 9, 1, 1}, {1}}, 3).channels.empty());
    }

    void distancesOfLatentsAreThoseOfAPlainSearch_data()
    {
        QTest::addColumn<int>("codes");
        QTest::addColumn<int>("length");
        QTest::newRow("small") << 17 << 3;
        QTest::newRow("wide") << 5 << 37;
        QTest::newRow("two codes") << 2 << 1;
    }
    void distancesOfLatentsAreThoseOfAPlainSearch()
    {
        QFETCH(const int, codes);
        QFETCH(const int, length);
        const Weight codebook = codebookOf(codes, length, noise(static_cast<std::size_t>(codes * length), 1));
        Tensor latents(Shape{1, length, 5, 7});
        latents.values = noise(latents.values.size(), 2);
        const CodeDistances found = codeDistances(latents, codebook);
        QCOMPARE(found.rows, 5);
        QCOMPARE(found.cols, 7);
        for (std::int64_t cell = 0; cell < 35; ++cell) {
            std::vector<std::pair<double, int>> all;
            for (int k = 0; k < codes; ++k) {
                double sum = 0;
                for (int e = 0; e < length; ++e)
                    sum += std::pow(double(latents.plane(0, e)[cell])
                                        - double(codebook.values[static_cast<std::size_t>(k * length + e)]), 2);
                all.emplace_back(std::sqrt(sum), k);
            }
            std::ranges::sort(all);
            const auto at = static_cast<std::size_t>(cell);
            QVERIFY(std::abs(double(found.nearest[at]) - all[0].first) < 1e-5);
            QVERIFY(std::abs(double(found.margin[at]) - (all[1].first - all[0].first)) < 1e-5);
            QCOMPARE(found.runnerUp[at], all[1].second);
        }
    }

    void oneCodeHasNoRunnerUpAndATieNoMargin()
    {
        Tensor latents(Shape{1, 1, 1, 1});
        const CodeDistances one = codeDistances(latents, codebookOf(1, 1, {3}));
        QCOMPARE(one.nearest[0], 3.0F);
        QCOMPARE(one.margin[0], 0.0F);
        QCOMPARE(one.runnerUp[0], -1);
        const CodeDistances tie = codeDistances(latents, codebookOf(3, 1, {2, 5, -2}));
        QCOMPARE(tie.margin[0], 0.0F);
        QCOMPARE(tie.runnerUp[0], 2);
        QVERIFY_EXCEPTION_THROWN(codeDistances(latents, codebookOf(1, 2, {3, 4})), ShapeError);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(codeDistances(latents, codebookOf(1, 1, {3}), {stop.get_token(), {}}), Cancelled);
    }

    void distancesBetweenCodes()
    {
        const Weight codebook = codebookOf(4, 2, {3, 0, 0, 4, -6, 0, 0, 0});
        QCOMPARE(codeDistance(codebook, 0, 1), 5.0);
        QCOMPARE(codeDistance(codebook, 2, 2), 0.0);
        QCOMPARE(cosineDistance(codebook, 0, 1), 1.0);
        QCOMPARE(cosineDistance(codebook, 0, 2), 2.0);
        QCOMPARE(cosineDistance(codebook, 0, 0), 0.0);
        QCOMPARE(cosineDistance(codebook, 0, 3), 1.0); // no direction at all
    }

    void theTypicalDistanceIsThatOfAllPairs()
    {
        const Weight codebook = codebookOf(13, 3, noise(39, 8));
        double sum = 0;
        for (int a = 0; a < 13; ++a)
            for (int b = 0; b < 13; ++b)
                sum += std::pow(codeDistance(codebook, a, b), 2);
        QVERIFY(std::abs(typicalDistance(codebook) - std::sqrt(sum / 169)) < 1e-9);
    }
};

QTEST_GUILESS_MAIN(TestAnalysis)
#include "test_analysis.moc"
