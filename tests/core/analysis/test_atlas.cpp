// SPDX-License-Identifier: Apache-2.0
// The codebook as a map.
#include "core/analysis/atlas.h"
#include "core/error.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <random>

using namespace tessera::core;

namespace {

Weight codebookOf(std::int64_t codes, std::int64_t length, std::vector<float> values)
{
    return {"quantize.embedding.weight", {codes, length}, std::move(values)};
}

/// Codes in clusters all over a space of many dimensions, which no plane shows.
Weight clusters(int count, int codesOfEach, int length, unsigned seed)
{
    std::mt19937 random(seed);
    const auto uniform = [&random] { return static_cast<float>(random() % 10000) / 5000.0F - 1; };
    std::vector<float> values;
    for (int cluster = 0; cluster < count; ++cluster) {
        std::vector<float> middle(static_cast<std::size_t>(length));
        std::ranges::generate(middle, uniform);
        for (int code = 0; code < codesOfEach; ++code)
            for (const float centre : middle)
                values.push_back(centre + 0.15F * uniform());
    }
    return codebookOf(count * codesOfEach, length, std::move(values));
}

/// A sheet that is rolled up, with three layers above each other: planes see through all of them.
Weight rolledSheet(int codes, unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<float> values;
    for (int code = 0; code < codes; ++code) {
        const float turn = 4 + 14 * static_cast<float>(random() % 10000) / 10000;
        for (const float value :
             {turn * std::cos(turn), 20 * static_cast<float>(random() % 10000) / 10000, turn * std::sin(turn)})
            values.push_back(value);
    }
    return codebookOf(codes, 3, std::move(values));
}

void fillsTheSquare(const AtlasLayout& layout)
{
    float most = 0;
    for (const auto& place : layout)
        for (const float value : place) {
            QVERIFY(std::isfinite(value) && value >= -1 && value <= 1);
            most = std::max(most, std::abs(value));
        }
    QVERIFY(std::abs(most - 1) < 1e-5F);
}

} // namespace

class TestAtlas : public QObject {
    Q_OBJECT
private slots:
    void thePrincipalLayoutShowsThePlaneOfACodebookThatIsFlat()
    {
        // A square lattice in the plane of the first and third of four dimensions.
        std::vector<float> values;
        for (int y = 0; y < 3; ++y)
            for (int x = 0; x < 7; ++x)
                for (const int value : {x, 5, y, 0})
                    values.push_back(static_cast<float>(value));
        const AtlasLayout layout = principalLayout(codebookOf(21, 4, values));
        fillsTheSquare(layout);
        for (std::size_t i = 0; i < 21; ++i) {
            QVERIFY(std::abs(std::abs(layout[i][0]) - std::abs(static_cast<float>(i % 7) - 3) / 3) < 1e-4F);
            QVERIFY(std::abs(std::abs(layout[i][1]) - std::abs(static_cast<float>(i / 7) - 1) / 3) < 1e-4F);
        }
    }

    void theNeighbourLayoutKeepsMoreNeighboursThanThePrincipalOne()
    {
        const Weight codebook = rolledSheet(600, 3);
        const AtlasLayout principal = principalLayout(codebook), layout = neighbourLayout(codebook);
        fillsTheSquare(layout);
        const double before = neighboursKept(codebook, principal, 8), after = neighboursKept(codebook, layout, 8);
        QVERIFY2(after > 0.7 && after > before + 0.2, qPrintable(QString("%1, then %2").arg(before).arg(after)));
    }

    void oneCodebookHasOneLayout()
    {
        const Weight codebook = clusters(6, 10, 5, 4);
        QVERIFY(neighbourLayout(codebook) == neighbourLayout(codebook));
    }

    void smallEqualAndDamagedCodebooksHaveLayouts()
    {
        for (const int codes : {0, 1, 2, 3, 40})
            for (const float value : {0.0F, 1.0F}) {
                const Weight equal =
                    codebookOf(codes, 3, std::vector<float>(static_cast<std::size_t>(codes) * 3, value));
                for (const AtlasLayout& layout : {principalLayout(equal), neighbourLayout(equal)}) {
                    QCOMPARE(layout.size(), static_cast<std::size_t>(codes));
                    for (const auto& place : layout)
                        QVERIFY(std::isfinite(place[0]) && std::isfinite(place[1]));
                }
            }
        Weight damaged = clusters(3, 10, 4, 5);
        damaged.values[7] = std::numeric_limits<float>::quiet_NaN();
        damaged.values[50] = std::numeric_limits<float>::infinity();
        for (const auto& place : neighbourLayout(damaged))
            QVERIFY(std::isfinite(place[0]) && std::isfinite(place[1]));
    }

    void nearestDistancesWorkedOutByHand()
    {
        QCOMPARE(nearestDistances(codebookOf(4, 2, {0, 0, 3, 4, 3, 5, 100, 4})), (std::vector<double>{5, 1, 1, 97}));
        QCOMPARE(nearestDistances(codebookOf(1, 2, {1, 2})), std::vector<double>{0});
        QVERIFY(nearestDistances(codebookOf(0, 2, {})).empty());
    }

    void aStopIsHeard()
    {
        std::stop_source stop;
        stop.request_stop();
        const Weight codebook = clusters(4, 4, 4, 6);
        QVERIFY_EXCEPTION_THROWN(neighbourLayout(codebook, {}, {stop.get_token(), {}}), Cancelled);
        QVERIFY_EXCEPTION_THROWN(nearestDistances(codebook, {stop.get_token(), {}}), Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestAtlas)
#include "test_atlas.moc"
