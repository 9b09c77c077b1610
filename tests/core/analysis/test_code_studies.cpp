// SPDX-License-Identifier: Apache-2.0
// What single codes do to the picture: influence, robustness and polishing, on a device whose decodes are known.
#include "core/analysis/cell_errors.h"
#include "core/analysis/influence.h"
#include "core/analysis/neighbours.h"
#include "core/analysis/polish.h"
#include "core/analysis/quality.h"
#include "core/analysis/robustness.h"
#include "core/error.h"
#include "tests/core/analysis/flat_device.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <random>
#include <set>

using namespace tessera::core;
using namespace tessera::tests;

namespace {

IndexMap randomCodes(std::int64_t rows, std::int64_t cols, unsigned seed)
{
    std::mt19937 random(seed);
    IndexMap map(1, rows, cols);
    for (std::int32_t& code : map.codes)
        code = static_cast<std::int32_t>(random() % 512);
    return map;
}

/// Each code's nearest neighbour instead of itself.
IndexMap neighboursOf(const IndexMap& codes)
{
    IndexMap map = codes;
    for (std::int32_t& code : map.codes)
        code = nearestCodes(smallModel()->codebook(), code, 1).front().code;
    return map;
}

/// The task to find `right` when beginning with `codes`.
PolishTask taskFor(const IndexMap& right, const IndexMap& codes)
{
    const Tensor decoded = flatDecode(*smallModel(), right);
    PolishTask task{codes, {}, toPicture(decoded, 0, nullptr), {}};
    task.how = planFit(task.seen.width, task.seen.height, smallModel()->factor(), Fit::pad);
    return task;
}

/// Whose nearest neighbour is `code`, so that polishing can find it: neighbours are not mutual.
bool isAmongNearest(std::int32_t from, std::int32_t code, int count)
{
    for (const Neighbour& neighbour : nearestCodes(smallModel()->codebook(), from, count))
        if (neighbour.code == code)
            return true;
    return false;
}

std::stop_token stopped()
{
    std::stop_source source;
    source.request_stop();
    return source.get_token();
}

} // namespace

class TestCodeStudies : public QObject {
    Q_OBJECT
private slots:
    void aFlatCellReachesToItsCorners()
    {
        FlatDevice device;
        const IndexMap codes = randomCodes(6, 7, 1);
        const Influence found = influence(device, *smallModel(), codes, Cell{2, 3});
        QCOMPARE(device.decodes, 2);
        QCOMPARE(found.from, codes.at(2, 3));
        QCOMPARE(found.to, nearestCodes(smallModel()->codebook(), found.from, 1).front().code);
        QCOMPARE(found.width, 28);
        QCOMPARE(found.height, 24);
        double energy = 0;
        for (int y = 0; y < 24; ++y)
            for (int x = 0; x < 28; ++x) {
                const bool inside = y / 4 == 2 && x / 4 == 3;
                const float change = found.difference[static_cast<std::size_t>(y * 28 + x)];
                QCOMPARE(change > 0, inside);
            }
        const Weight& codebook = smallModel()->codebook();
        for (std::size_t e = 0; e < 3; ++e) {
            const double change = 0.1
                * static_cast<double>(codebook.values[static_cast<std::size_t>(found.from) * 3 + e]
                                      - codebook.values[static_cast<std::size_t>(found.to) * 3 + e]);
            energy += 16 * change * change;
        }
        QVERIFY(std::abs(found.energy - energy) < 1e-5 * energy);
        // 4 pixels at 0.71 from the middle, 8 at 1.58, 4 at 2.12; rings of a quarter of a pixel.
        QCOMPARE(found.radii, (std::array<double, 3>{1.75, 2.25, 2.25}));
    }

    void whatSpreadsHasWiderRadii()
    {
        FlatDevice device;
        device.spoil = [](const IndexMap& codes, Tensor& picture) {
            for (float& value : picture.values) // the first cell colours everything a little
                value += codes.codes[0] == 0 ? 0 : 0.05F;
        };
        const IndexMap codes(1, 8, 8);
        const Influence found = influence(device, *smallModel(), codes, Cell{0, 0});
        QVERIFY(found.radii[2] > 20);
        QVERIFY(found.radii[0] <= found.radii[1] && found.radii[1] <= found.radii[2]);
    }

    void aChangeThatDrawsTheSameHasNoRadius()
    {
        FlatDevice device;
        device.spoil = [](const IndexMap&, Tensor& picture) { std::ranges::fill(picture.values, 0.5F); };
        const Influence found = influence(device, *smallModel(), IndexMap(1, 4, 4), Cell{1, 1});
        QCOMPARE(found.energy, 0.0);
        QCOMPARE(found.radii, (std::array<double, 3>{}));
        const MeanInfluence mean = meanInfluence(device, *smallModel(), IndexMap(1, 4, 4), 5);
        QCOMPARE(mean.cells, std::int64_t{0});
        QVERIFY(mean.share.empty());
    }

    void theMeanOfInfluencesIsTakenOverCellsAllOverTheMap()
    {
        FlatDevice device;
        std::set<std::size_t> changed;
        const IndexMap codes = randomCodes(10, 14, 2);
        device.spoil = [&](const IndexMap& trial, Tensor&) {
            for (std::size_t i = 0; i < trial.codes.size(); ++i)
                if (trial.codes[i] != codes.codes[i])
                    changed.insert(i);
        };
        double last = -1;
        const MeanInfluence mean =
            meanInfluence(device, *smallModel(), codes, 12, {{}, [&](double fraction) {
                                                                 QVERIFY(fraction > last && fraction <= 1);
                                                                 last = fraction;
                                                             }});
        QCOMPARE(last, 1.0);
        QCOMPARE(mean.cells, std::int64_t{12});
        QCOMPARE(device.decodes, 13);
        QCOMPARE(changed.size(), std::size_t{12});
        std::set<std::size_t> rows, cols;
        for (const std::size_t i : changed) {
            rows.insert(i / 14);
            cols.insert(i % 14);
        }
        QVERIFY(rows.size() >= 3 && cols.size() >= 4);
        QCOMPARE(mean.radii, (std::array<double, 3>{1.75, 2.25, 2.25})); // each cell is flat
        QCOMPARE(mean.share[0], 0.0);
        QVERIFY(std::ranges::is_sorted(mean.share));
        QVERIFY(std::abs(mean.share[3] - 1) < 1e-9 && std::abs(mean.share.back() - 1) < 1e-9);
        QCOMPARE(meanInfluence(device, *smallModel(), IndexMap(1, 2, 2), 100).cells, std::int64_t{4});
    }

    void theCellsOfTheMeanLeaveNoPartOfTheMapOut()
    {
        using Sides = std::pair<std::int64_t, std::int64_t>;
        for (const auto& [rows, cols] : {Sides{42, 64}, {64, 42}, {1, 100}, {100, 1}, {3, 5}}) {
            FlatDevice device;
            const IndexMap codes = randomCodes(rows, cols, 2);
            std::set<std::size_t> changed;
            device.spoil = [&](const IndexMap& trial, Tensor&) {
                for (std::size_t i = 0; i < trial.codes.size(); ++i)
                    if (trial.codes[i] != codes.codes[i])
                        changed.insert(i);
            };
            const int wanted = static_cast<int>(std::min<std::int64_t>(16, rows * cols));
            meanInfluence(device, *smallModel(), codes, 16);
            QCOMPARE(changed.size(), static_cast<std::size_t>(wanted));
            double rowSum = 0, colSum = 0;
            std::int64_t lastRow = 0, lastCol = 0, firstRow = rows, firstCol = cols;
            for (const std::size_t i : changed) {
                const auto row = static_cast<std::int64_t>(i) / cols, col = static_cast<std::int64_t>(i) % cols;
                rowSum += static_cast<double>(row) + 0.5;
                colSum += static_cast<double>(col) + 0.5;
                firstRow = std::min(firstRow, row), lastRow = std::max(lastRow, row);
                firstCol = std::min(firstCol, col), lastCol = std::max(lastCol, col);
            }
            // In the middle on the average, and near all four edges.
            const auto height = static_cast<double>(rows), width = static_cast<double>(cols);
            QVERIFY(std::abs(rowSum / wanted - height / 2) <= std::max(0.5, 0.04 * height));
            QVERIFY(std::abs(colSum / wanted - width / 2) <= std::max(0.5, 0.04 * width));
            QVERIFY(firstRow <= rows / 5 && lastRow >= rows - 1 - rows / 5);
            QVERIFY(firstCol <= cols / 5 && lastCol >= cols - 1 - cols / 5);
        }
    }

    void influenceHearsAStop()
    {
        FlatDevice device;
        const IndexMap codes(1, 4, 4);
        QVERIFY_EXCEPTION_THROWN(influence(device, *smallModel(), codes, Cell{0, 0}, {stopped(), {}}), Cancelled);
        QVERIFY_EXCEPTION_THROWN(meanInfluence(device, *smallModel(), codes, 4, {stopped(), {}}), Cancelled);
    }

    void jitterChangesSoManyCellsToNearCodes()
    {
        const IndexMap codes = randomCodes(20, 25, 3);
        IndexMap fewer = codes;
        for (const double percent : {0.0, 1.0, 10.0, 33.0, 100.0}) {
            const IndexMap changed = jittered(codes, *smallModel(), percent, 4, 9);
            QVERIFY(changed == jittered(codes, *smallModel(), percent, 4, 9));
            std::int64_t count = 0;
            for (std::size_t i = 0; i < codes.codes.size(); ++i) {
                const bool differs = changed.codes[i] != codes.codes[i];
                count += differs ? 1 : 0;
                QVERIFY(!differs || isAmongNearest(codes.codes[i], changed.codes[i], 4));
                if (fewer.codes[i] != codes.codes[i]) // the cells of fewer percents are among those of more
                    QCOMPARE(changed.codes[i], fewer.codes[i]);
            }
            QCOMPARE(count, std::llround(percent * 5));
            fewer = changed;
        }
        QVERIFY(jittered(codes, *smallModel(), 10, 4, 9) != jittered(codes, *smallModel(), 10, 4, 10));
        QVERIFY(jittered(codes, *smallModel(), 100, 0, 9) == codes);
    }

    void robustnessFallsWithTheShareOfChangedCells()
    {
        FlatDevice device;
        const IndexMap codes = randomCodes(12, 12, 4);
        const PolishTask task = taskFor(codes, codes);
        const std::vector<RobustnessPoint> points =
            robustness(device, *smallModel(), task.seen, task.how, codes, {{0, 5, 25, 100}, 8, 1});
        QCOMPARE(points.size(), std::size_t{4});
        QCOMPARE(device.decodes, 4);
        QCOMPARE(points[0].psnr, std::numeric_limits<double>::infinity()); // the picture is the decode of its codes
        QCOMPARE(points[0].cells, std::int64_t{0});
        QCOMPARE(points[3].cells, std::int64_t{144});
        for (std::size_t i = 1; i < points.size(); ++i)
            QVERIFY(points[i].psnr < points[i - 1].psnr && points[i].cells > points[i - 1].cells);
        const Picture decoded =
            toPicture(flatDecode(*smallModel(), jittered(codes, *smallModel(), 25, 8, 1)), 0, &task.how);
        QCOMPARE(points[2].psnr, psnr(task.seen, decoded));
        QVERIFY_EXCEPTION_THROWN(robustness(device, *smallModel(), task.seen, task.how, codes, {}, {stopped(), {}}),
                                 Cancelled);
    }

    void errorsOfCellsLeavePaddingOut()
    {
        const IndexMap codes = randomCodes(3, 4, 5);
        PolishTask task = taskFor(codes, codes);
        const Tensor other = flatDecode(*smallModel(), neighboursOf(codes));
        const CellErrors whole = CellTarget(task.seen, task.how, 4).errors(other);
        QCOMPARE(whole.sums.size(), std::size_t{12});
        task.how.pictureWidth = 9; // the last column of cells is padding, and most of the one before
        const CellErrors part = CellTarget(task.seen, task.how, 4).errors(other);
        for (std::size_t row = 0; row < 3; ++row) {
            QCOMPARE(part.sums[row * 4], whole.sums[row * 4]);
            QVERIFY(std::abs(part.sums[row * 4 + 2] - whole.sums[row * 4 + 2] / 4) < 1e-9);
            QCOMPARE(part.sums[row * 4 + 3], 0.0);
        }
        QVERIFY(std::abs(whole.around({0, 0}, 1) - (whole.sums[0] + whole.sums[1] + whole.sums[4] + whole.sums[5]))
                < 1e-12);
        QVERIFY(std::abs(whole.around({1, 1}, 9) - whole.total) < 1e-9);
        QVERIFY_EXCEPTION_THROWN(CellTarget(Picture(16, 12, 1), task.how, 4).errors(other), ShapeError);
    }

    void polishFindsTheCodesThatDrawThePicture()
    {
        FlatDevice device;
        const IndexMap right = randomCodes(9, 11, 6);
        IndexMap wrong = right;
        for (std::size_t i = 0; i < wrong.codes.size(); i += 3)
            for (const Neighbour& neighbour : nearestCodes(smallModel()->codebook(), right.codes[i], 12))
                if (isAmongNearest(neighbour.code, right.codes[i], 8))
                    wrong.codes[i] = neighbour.code;
        QVERIFY(wrong != right);
        const PolishTask task = taskFor(right, wrong);
        double fraction = 0, gained = -1;
        const PolishResult result =
            polish(device, *smallModel(), task, {8, 4, 1, {}}, {}, [&](const PolishState& state) {
                QVERIFY(state.fraction >= fraction && state.fraction <= 1);
                QVERIFY(state.psnr - state.psnrBefore >= gained);
                fraction = state.fraction;
                gained = state.psnr - state.psnrBefore;
            });
        QVERIFY(result.codes == right);
        QCOMPARE(fraction, 1.0);
        QVERIFY(!result.stopped);
        QCOMPARE(result.state.psnr, std::numeric_limits<double>::infinity());
        QVERIFY(std::isfinite(result.state.psnrBefore));
        QCOMPARE(result.state.decodes, std::int64_t{device.decodes});
        std::int64_t changed = 0;
        for (std::size_t i = 0; i < right.codes.size(); ++i)
            changed += right.codes[i] != wrong.codes[i] ? 1 : 0;
        QCOMPARE(result.state.changed, changed);
        // 16 groups of at most 8 trials and 3 verifications, and the decode at the beginning.
        QVERIFY(device.decodes <= 1 + 16 * (8 + 3));
    }

    void candidatesComeFromTheLatentsWhereTheyAreKnown()
    {
        FlatDevice device;
        const IndexMap right = randomCodes(5, 5, 7);
        PolishTask task = taskFor(right, IndexMap(1, 5, 5)); // code 0 everywhere: far from the right ones
        task.latents = lookup(right, smallModel()->codebook());
        QVERIFY(polish(device, *smallModel(), task, {1, 3, 1, {}}).codes == right);
    }

    void polishNeverMakesAPictureWorseWhateverCellsDoToEachOther()
    {
        for (unsigned seed = 0; seed < 6; ++seed) {
            FlatDevice device;
            device.spoil = [seed](const IndexMap& codes, Tensor& picture) {
                std::uint32_t sum = seed; // any change shades all of the picture, up or down
                for (const std::int32_t code : codes.codes)
                    sum = sum * 31 + static_cast<std::uint32_t>(code);
                for (float& value : picture.values)
                    value += 0.05F * (static_cast<float>(sum % 100) / 100 - 0.5F);
            };
            const IndexMap right = randomCodes(7, 6, seed);
            const PolishTask task = taskFor(right, neighboursOf(right));
            const PolishResult result = polish(device, *smallModel(), task, {3, 2, 2, {}});
            const CellTarget target(task.seen, task.how, smallModel()->factor());
            const double before = target.errors(device.decodeCodes(*smallModel(), task.codes, {})).total;
            const double after = target.errors(device.decodeCodes(*smallModel(), result.codes, {})).total;
            QVERIFY(after <= before);
            QCOMPARE(result.state.psnr, target.psnr(device.decodeCodes(*smallModel(), result.codes, {})));
        }
    }

    void changesThatDoNotHoldTogetherAreRolledBack()
    {
        FlatDevice device;
        const IndexMap right = randomCodes(4, 8, 8);
        const IndexMap wrong = neighboursOf(right);
        // Two cells far apart: with both of them right, the cell of the second one is spoiled.
        device.spoil = [&](const IndexMap& codes, Tensor& picture) {
            if (codes.at(0, 0) == right.at(0, 0) && codes.at(0, 4) == right.at(0, 4))
                for (std::int64_t y = 0; y < 4; ++y)
                    for (std::int64_t x = 16; x < 20; ++x)
                        picture.at(0, 0, y, x) += 3;
        };
        PolishTask task = taskFor(right, wrong);
        task.latents = lookup(right, smallModel()->codebook()); // each cell's only candidate is the right code
        PolishSettings settings{1, 4, 1, {}};
        settings.region = {{0, 0, 1, 5}, {1, 0, 0, 0, 1}};
        const PolishResult result = polish(device, *smallModel(), task, settings);
        // One of them is right now, and the other as it was: which one, the error decides.
        QVERIFY((result.codes.at(0, 0) == right.at(0, 0)) != (result.codes.at(0, 4) == right.at(0, 4)));
        QVERIFY(result.state.psnr > result.state.psnrBefore);
    }

    void polishStaysInsideItsRegion()
    {
        FlatDevice device;
        const IndexMap right = randomCodes(8, 8, 9), wrong = neighboursOf(right);
        PolishTask task = taskFor(right, wrong);
        task.latents = lookup(right, smallModel()->codebook());
        PolishSettings settings{1, 3, 1, {}};
        settings.region = {{2, 3, 2, 2}, {1, 1, 1, 0}};
        const PolishResult result = polish(device, *smallModel(), task, settings);
        for (int row = 0; row < 8; ++row)
            for (int col = 0; col < 8; ++col)
                QCOMPARE(result.codes.at(row, col),
                         settings.region.contains({row, col}) ? right.at(row, col) : wrong.at(row, col));
        QCOMPARE(result.state.changed, std::int64_t{3});
    }

    void aStopKeepsWhatWasGained()
    {
        FlatDevice device;
        const IndexMap right = randomCodes(8, 8, 10);
        PolishTask task = taskFor(right, neighboursOf(right));
        task.latents = lookup(right, smallModel()->codebook());
        std::stop_source stop;
        const PolishResult result =
            polish(device, *smallModel(), task, {1, 4, 1, {}}, stop.get_token(), [&](const PolishState& state) {
                if (state.changed > 0)
                    stop.request_stop();
            });
        QVERIFY(result.stopped);
        QVERIFY(result.state.changed > 0 && result.state.changed < 64);
        QVERIFY(result.state.psnr > result.state.psnrBefore);
        const PolishResult none = polish(device, *smallModel(), task, {1, 4, 1, {}}, stop.get_token());
        QVERIFY(none.stopped && none.codes == task.codes);
    }

    void aSecondPassTriesOnlyWhatHasNewSurroundings()
    {
        FlatDevice device;
        const IndexMap right = randomCodes(8, 8, 11);
        PolishTask task = taskFor(right, right);
        const PolishResult one = polish(device, *smallModel(), task, {2, 4, 1, {}});
        const PolishResult two = polish(device, *smallModel(), task, {2, 4, 2, {}});
        QCOMPARE(two.state.decodes, one.state.decodes); // nothing had changed in the first
        QVERIFY(two.codes == right);
        QCOMPARE(two.state.fraction, 1.0);
    }
};

QTEST_GUILESS_MAIN(TestCodeStudies)
#include "test_code_studies.moc"
