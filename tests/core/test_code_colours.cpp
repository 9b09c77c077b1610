// SPDX-License-Identifier: Apache-2.0
// Colours, neighbours and counts of codes.
#include "core/analysis/code_colours.h"
#include "core/analysis/neighbours.h"
#include "core/analysis/usage.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <set>

using namespace tessera::core;

namespace {

Weight codebookOf(std::int64_t codes, std::int64_t length, std::vector<float> values)
{
    return {"quantize.embedding.weight", {codes, length}, std::move(values)};
}

Weight randomCodebook(std::int64_t codes, std::int64_t length, unsigned seed)
{
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    std::vector<float> values(static_cast<std::size_t>(codes * length));
    std::ranges::generate(values, [&] { return normal(random); });
    return codebookOf(codes, length, std::move(values));
}

int brightness(const Rgb& colour)
{
    return colour[0] + colour[1] + colour[2];
}

double difference(const Rgb& a, const Rgb& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < 3; ++i)
        sum += std::pow(double(a[i]) - double(b[i]), 2);
    return std::sqrt(sum);
}

} // namespace

class TestCodeColours : public QObject {
    Q_OBJECT

private slots:
    void everyShapeOfCodebookGetsOneColourPerCode_data()
    {
        QTest::addColumn<int>("codes");
        QTest::addColumn<int>("length");
        QTest::newRow("one code") << 1 << 5;
        QTest::newRow("one code of one number") << 1 << 1;
        QTest::newRow("two codes of many numbers") << 2 << 37;
        QTest::newRow("one number a code") << 17 << 1;
        QTest::newRow("two numbers a code") << 17 << 2;
        QTest::newRow("more codes than numbers") << 301 << 7;
    }

    void everyShapeOfCodebookGetsOneColourPerCode()
    {
        QFETCH(int, codes);
        QFETCH(int, length);
        const Weight codebook = randomCodebook(codes, length, 3);
        const std::vector<Rgb> colours = similarityColours(codebook);
        QCOMPARE(colours.size(), static_cast<std::size_t>(codes));
        QVERIFY(colours == similarityColours(codebook));
        for (const std::array<float, 3>& at : principalCoordinates(codebook))
            QVERIFY(std::isfinite(at[0]) && std::isfinite(at[1]) && std::isfinite(at[2]));
    }

    void codesAlongALineRunFromDarkToLight()
    {
        const std::vector<Rgb> colours = similarityColours(codebookOf(5, 2, {0, 0, 1, 2, 2, 4, 3, 6, 4, 8}));
        for (std::size_t k = 1; k < colours.size(); ++k)
            QVERIFY(brightness(colours[k]) > brightness(colours[k - 1]));
        // One direction alone has no second and third component: grey.
        for (const Rgb& colour : colours)
            QVERIFY(std::abs(colour[0] - colour[2]) <= 2);
    }

    void theSignOfAnAxisDoesNotDependOnTheOrderOfCodes()
    {
        const Weight forwards = codebookOf(3, 1, {-1, 0, 3}), backwards = codebookOf(3, 1, {3, 0, -1});
        const std::vector<Rgb> one = similarityColours(forwards), other = similarityColours(backwards);
        QVERIFY(one[0] == other[2] && one[1] == other[1] && one[2] == other[0]);
        QVERIFY(principalCoordinates(forwards)[2][0] > 0);
    }

    void likeCodesGetLikeColours()
    {
        Weight codebook = randomCodebook(200, 4, 11);
        for (std::size_t e = 0; e < 4; ++e) // code 1: close to code 0
            codebook.values[4 + e] = codebook.values[e] + 0.01F;
        const std::vector<Rgb> colours = similarityColours(codebook);
        double average = 0;
        for (const Rgb& colour : colours)
            average += difference(colour, colours[0]) / 200;
        QVERIFY(difference(colours[0], colours[1]) < 8);
        QVERIFY(average > 40);
    }

    void aConstantCodebookIsOneGrey()
    {
        const std::vector<Rgb> colours = similarityColours(codebookOf(9, 3, std::vector<float>(27, 0.7F)));
        for (const Rgb& colour : colours)
            QVERIFY(colour == colours[0]);
        QVERIFY(std::abs(colours[0][0] - colours[0][2]) <= 2);
    }

    void valuesThatAreNotFiniteDoNoHarm()
    {
        Weight codebook = randomCodebook(31, 5, 2);
        codebook.values[3] = std::numeric_limits<float>::quiet_NaN();
        codebook.values[8] = std::numeric_limits<float>::infinity();
        codebook.values[9] = std::numeric_limits<float>::max();
        QCOMPARE(similarityColours(codebook).size(), std::size_t{31});
    }

    void hashColoursDoNotRepeatSoonAndChangeWithTheSeed()
    {
        const std::vector<Rgb> colours = hashColours(1024, 0);
        QVERIFY(std::set<Rgb>(colours.begin(), colours.end()).size() > 1000);
        QVERIFY(colours == hashColours(1024, 0));
        QVERIFY(colours != hashColours(1024, 1));
        const std::vector<Rgb> first = hashColours(7, 0);
        QVERIFY(std::equal(first.begin(), first.end(), colours.begin())); // whatever the codebook's length
    }

    void hashColoursReadOnLightAndOnDark()
    {
        for (const Rgb& colour : hashColours(4096, 42)) {
            const double luma = 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2];
            QVERIFY(luma > 60 && luma < 225);
        }
    }

    void neighboursComeNearestFirstWithoutTheCodeItself()
    {
        const Weight codebook = codebookOf(5, 2, {0, 0, 3, 4, 0, 1, 0, -1, 10, 10});
        const std::vector<Neighbour> near = nearestCodes(codebook, 0, 3);
        QCOMPARE(near.size(), std::size_t{3});
        QCOMPARE(near[0].code, 2); // of equals the lower number
        QCOMPARE(near[1].code, 3);
        QCOMPARE(near[2].code, 1);
        QCOMPARE(near[2].distance, 5.0);
        QCOMPARE(nearestCodes(codebook, 4, 99).size(), std::size_t{4});
        QVERIFY(nearestCodes(codebookOf(1, 2, {1, 2}), 0, 6).empty());
        QVERIFY(nearestCodes(codebook, 0, 0).empty());
    }

    void neighboursAreTheFirstOfAllByDistanceAndTakeNoMoreMemoryThanTheyAre()
    {
        constexpr int kCodes = 301;
        std::vector<float> values;
        for (int i = 0; i < kCodes; ++i)
            values.push_back(static_cast<float>(i * 97 % 53)); // many at the same place
        values[7] = std::numeric_limits<float>::quiet_NaN();
        const Weight codebook = codebookOf(kCodes, 1, values);
        for (const std::int32_t code : {0, 7, 300}) {
            std::vector<std::pair<double, std::int32_t>> expected;
            for (std::int32_t other = 0; other < kCodes; ++other)
                if (other != code)
                    expected.emplace_back(codeDistance(codebook, code, other), other);
            std::ranges::sort(expected);
            for (const int count : {1, 2, 15, 299, 300, 5000}) {
                const std::vector<Neighbour> near = nearestCodes(codebook, code, count);
                QCOMPARE(near.size(), static_cast<std::size_t>(std::min(count, kCodes - 1)));
                for (std::size_t i = 0; i < near.size(); ++i)
                    QCOMPARE(std::pair(near[i].distance, near[i].code), expected[i]);
                QVERIFY(near.capacity() <= near.size()); // an atlas holds them for every code
            }
        }
    }

    void usageCountsCells()
    {
        IndexMap map(1, 2, 3);
        map.codes = {4, 0, 4, 4, 1, 0};
        const std::vector<std::int64_t> counts = countCodes(map, 5);
        QCOMPARE(counts, (std::vector<std::int64_t>{2, 1, 0, 0, 3}));
        QCOMPARE(usedCodes(counts), std::int64_t{3});
    }
};

QTEST_APPLESS_MAIN(TestCodeColours)
#include "test_code_colours.moc"
