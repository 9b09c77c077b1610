// SPDX-License-Identifier: Apache-2.0
// What jitter, morph and the pixel brush are made of: looking for codes, soft brushes, strokes of latents and of pixels.
#include "core/analysis/code_search.h"
#include "core/analysis/neighbours.h"
#include "core/edit/dice.h"
#include "core/edit/jitter.h"
#include "core/edit/morph.h"
#include "core/edit/patch.h"
#include "core/edit/pixel_stroke.h"
#include "core/edit/region_sets.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <map>

using namespace tessera::core;

namespace {

constexpr CellRect kGrid{0, 0, 23, 29};

Weight codebookOf(std::int64_t codes, std::int64_t length, std::vector<float> values)
{
    return {"codebook", {codes, length}, std::move(values)};
}

/// Codes 0..n-1 at 0, 1, 2 ... on a line.
Weight ruler(int codes)
{
    std::vector<float> values;
    for (int code = 0; code < codes; ++code)
        values.push_back(static_cast<float>(code));
    return codebookOf(codes, 1, std::move(values));
}

/// Numbers that look random, in 0..1.
Weight scattered(int codes, int length)
{
    std::vector<float> values;
    for (int i = 0; i < codes * length; ++i)
        values.push_back(static_cast<float>(drawnFor(7, i, 0) >> 40) / 16777216.0F);
    return codebookOf(codes, length, std::move(values));
}

IndexMap filled(int rows, int cols, int code)
{
    IndexMap map(1, rows, cols);
    std::ranges::fill(map.codes, code);
    return map;
}

NearCodes nearIn(CodeSearch& search)
{
    return [&search](std::int32_t code, int count) { return search.around(code, count); };
}

MorphBrush hard(int size, double strength)
{
    return {{size, BrushShape::square, 1}, strength};
}

std::uint8_t coverAt(const PixelStroke& stroke, int factor, int x, int y)
{
    const int left = stroke.bounds().left * factor, top = stroke.bounds().top * factor;
    if (x < left || y < top || x >= left + stroke.width() || y >= top + stroke.height())
        return 0;
    return stroke.cover()[static_cast<std::size_t>((y - top) * stroke.width() + x - left)];
}

} // namespace

class TestSoftEditing : public QObject {
    Q_OBJECT
private slots:
    void aSearchFindsTheNearestCodeAndTiesGoToTheLowerNumber()
    {
        CodeSearch search(codebookOf(4, 2, {0, 0, 3, 4, 3, 4, -6, 0}));
        QCOMPARE(search.nearest(std::vector<float>{3, 3}), 1);
        QCOMPARE(search.nearest(std::vector<float>{-4, 0}), 3);
        QCOMPARE(search.nearest(std::vector<float>{-3, 0}), 0); // 3 from either
        const std::span<const float> squares = search.squares(std::vector<float>{0, 0});
        QCOMPARE(std::vector<float>(squares.begin(), squares.end()), (std::vector<float>{0, 25, 25, 36}));
    }

    void aSearchThatGivesUpEarlyFindsWhatAFullOneFinds()
    {
        Weight codebook = scattered(211, 37);
        for (std::size_t e = 0; e < 37; ++e) // a code that there is three times
            codebook.values[150 * 37 + e] = codebook.values[90 * 37 + e] = codebook.values[40 * 37 + e];
        CodeSearch search(codebook);
        for (int i = 0; i < 300; ++i) {
            std::vector<float> vector(search.vectorOf(i % 211).begin(), search.vectorOf(i % 211).end());
            for (std::size_t e = 0; e < vector.size(); ++e) // between two codes
                vector[e] += 0.01F * static_cast<float>(i / 3) * (search.vectorOf((i * 7) % 211)[e] - vector[e]);
            const std::span<const float> squares = search.squares(vector);
            const auto expected = static_cast<std::int32_t>(std::ranges::min_element(squares) - squares.begin());
            QCOMPARE(search.nearest(vector), expected);
        }
        QCOMPARE(search.nearest(search.vectorOf(150)), 40);
    }

    void codesThatAreNotNumbersAreNeverNear()
    {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        CodeSearch search(codebookOf(3, 1, {nan, 5, 9}));
        QCOMPARE(search.nearest(std::vector<float>{9}), 2);
        QCOMPARE(std::ranges::find(search.around(2, 2), 0) - search.around(2, 2).begin(), std::ptrdiff_t{1});
        QCOMPARE(search.nearest(std::vector<float>{nan}), 0);
    }

    void theCodesAroundACodeAreThoseOfTheCodebookPanel()
    {
        const Weight codebook = scattered(97, 5);
        CodeSearch search(codebook);
        for (const int count : {3, 11, 1, 200}) // fewer and more than were looked for before
            for (const int code : {0, 13, 96}) {
                const std::vector<Neighbour> expected = nearestCodes(codebook, code, count);
                const std::span<const std::int32_t> found = search.around(code, count);
                QCOMPARE(found.size(), expected.size());
                for (std::size_t i = 0; i < found.size(); ++i)
                    QCOMPARE(found[i], expected[i].code);
            }
        CodeSearch one(ruler(1));
        QVERIFY(one.around(0, 5).empty());
    }

    void jitterTakesOneOfTheNearestCodes()
    {
        CodeSearch search(ruler(50));
        const IndexMap before = filled(31, 37, 20);
        const Ink ink = jitterInk(before, {4, 1, 99}, nearIn(search));
        std::map<std::int32_t, int> counts;
        for (int row = 0; row < 31; ++row)
            for (int col = 0; col < 37; ++col)
                ++counts[ink(row, col)];
        QCOMPARE(counts.size(), std::size_t{4}); // 18, 19, 21 and 22, and never 20 itself
        for (const int code : {18, 19, 21, 22})
            QVERIFY(std::abs(counts[code] - 31 * 37 / 4) < 60); // 287 each; deviation 15
    }

    void jitterOfOneSeedIsAlwaysTheSameAndOfAnotherSeedAnother()
    {
        CodeSearch search(scattered(64, 3));
        const IndexMap before = filled(17, 19, 5);
        const auto drawn = [&](std::uint64_t seed) {
            IndexMap map = before;
            apply(makePatch(map, wholeGrid(gridOf(map)), jitterInk(before, {7, 0.6, seed}, nearIn(search))), map);
            return map;
        };
        QVERIFY(drawn(1) == drawn(1));
        QVERIFY(drawn(1) != drawn(2));
    }

    void theStrengthOfJitterIsTheShareOfCellsAndMoreOfItKeepsWhatLessDid()
    {
        CodeSearch search(ruler(300));
        const IndexMap before = filled(41, 43, 150);
        const auto changed = [&](double strength) {
            const Ink ink = jitterInk(before, {8, strength, 5}, nearIn(search));
            std::map<std::pair<int, int>, std::int32_t> cells;
            for (int row = 0; row < 41; ++row)
                for (int col = 0; col < 43; ++col)
                    if (ink(row, col) != 150)
                        cells[{row, col}] = ink(row, col);
            return cells;
        };
        QVERIFY(changed(0).empty());
        QCOMPARE(changed(1).size(), std::size_t{41 * 43});
        const auto some = changed(0.25), more = changed(0.75);
        QVERIFY(std::abs(double(some.size()) / (41 * 43) - 0.25) < 0.05); // deviation 0.01
        QVERIFY(std::ranges::all_of(some, [&](const auto& cell) {
            const auto found = more.find(cell.first);
            return found != more.end() && found->second == cell.second;
        }));
    }

    void jitterLeavesTheOnlyCodeAlone()
    {
        CodeSearch search(ruler(1));
        const IndexMap before = filled(3, 3, 0);
        QCOMPARE(jitterInk(before, {8, 1, 5}, nearIn(search))(1, 1), 0);
    }

    void aBrushIsFullInTheMiddleAndFadesToNothing()
    {
        for (const double hardness : {0.0, 0.3, 1.0})
            for (const int size : {1, 2, 5, 64}) {
                QCOMPARE(softness(0, size, hardness), 1.0);
                QCOMPARE(softness(size / 2.0 + 0.5, size, hardness), 0.0);
                for (double way = 0; way < size; way += 0.25)
                    QVERIFY(softness(way, size, hardness) >= softness(way + 0.25, size, hardness));
            }
        QCOMPARE(softness(3.9, 10, 0.8), 1.0);
        QVERIFY(softness(3.9, 10, 0.2) < 0.5);
    }

    void aSoftBrushReachesTheCellsOfItsShape()
    {
        for (const BrushShape shape : {BrushShape::square, BrushShape::disc})
            for (const int size : {1, 2, 3, 6, 9}) {
                const Cell centre{11, 12};
                const Region under = brushAt(centre, size, shape, kGrid);
                for (int row = 0; row < kGrid.rows; ++row)
                    for (int col = 0; col < kGrid.cols; ++col)
                        if (under.contains({row, col}))
                            QVERIFY((SoftBrush{size, shape, 0}).at({row, col}, centre) > 0);
                        else if (shape == BrushShape::square)
                            QCOMPARE((SoftBrush{size, shape, 0}).at({row, col}, centre), 0.0);
            }
    }

    void morphOfFullStrengthIsTheTarget()
    {
        CodeSearch search(ruler(60));
        MorphStroke stroke(search, filled(9, 9, 10), {40}, hard(3, 1));
        stroke.drag({4, 4}, {4, 4});
        for (int row = 0; row < 9; ++row)
            for (int col = 0; col < 9; ++col)
                QCOMPARE(stroke.codes().at(row, col), std::max(std::abs(row - 4), std::abs(col - 4)) <= 1 ? 40 : 10);
    }

    void latentsGoOnWhereTheStrokeHasLeftThem()
    {
        // By hand: 10 -> 15 -> 17.5 -> 18.75 on the way to 20; ties go to the lower code.
        CodeSearch search(ruler(60));
        MorphStroke stroke(search, filled(9, 9, 10), {20}, hard(1, 0.5));
        const Cell cell{3, 3}, beside{3, 4};
        stroke.drag(cell, cell);
        QCOMPARE(stroke.codes().at(3, 3), 15);
        stroke.drag(cell, beside); // goes on: the first cell has been touched already
        QCOMPARE(stroke.codes().at(3, 3), 15);
        QCOMPARE(stroke.codes().at(3, 4), 15);
        stroke.drag(beside, cell);
        QCOMPARE(stroke.codes().at(3, 3), 17);
        QCOMPARE(stroke.codes().at(3, 4), 15);
        stroke.drag(cell, beside);
        stroke.drag(beside, cell);
        QCOMPARE(stroke.codes().at(3, 3), 19);
    }

    void smallStepsThatChangeNoCodeAddUpWithinAStroke()
    {
        CodeSearch search(ruler(60));
        MorphStroke stroke(search, filled(3, 3, 10), {20}, hard(1, 0.04));
        stroke.drag({1, 1}, {1, 1});
        QCOMPARE(stroke.codes().at(1, 1), 10); // at 10.4
        stroke.drag({1, 1}, {1, 2});
        stroke.drag({1, 2}, {1, 1});
        QCOMPARE(stroke.codes().at(1, 1), 11); // at 10.78
    }

    void aLargeBrushTouchesOnceInAQuarterOfItsSize()
    {
        CodeSearch search(ruler(101));
        // A row of cells; strength 0.5 from 0 towards 100. The middle of a brush of 8 touches at 2, 4, 6 ...
        MorphStroke stroke(search, filled(1, 40, 0), {100}, hard(8, 0.5));
        stroke.drag({0, 10}, {0, 11});
        QCOMPARE(stroke.codes().at(0, 10), 50);
        stroke.drag({0, 11}, {0, 12});
        QCOMPARE(stroke.codes().at(0, 10), 75);
        QCOMPARE(stroke.codes().at(0, 6), 50); // behind the second touch
    }

    void morphFadesTowardsTheEdgeOfTheBrush()
    {
        CodeSearch search(ruler(1000));
        MorphStroke stroke(search, filled(21, 21, 0), {999}, {{9, BrushShape::disc, 0}, 1});
        stroke.drag({10, 10}, {10, 10});
        int last = 1000;
        for (int col = 10; col <= 14; ++col) {
            QVERIFY(stroke.codes().at(10, col) < last);
            last = stroke.codes().at(10, col);
        }
        QCOMPARE(stroke.codes().at(10, 10), 999);
        QVERIFY(last > 0);
        QCOMPARE(stroke.codes().at(10, 15), 0);
    }

    void aTargetIsTheMeanOfWhatTheBrushTouches()
    {
        const Weight codebook = ruler(60);
        IndexMap map = filled(5, 5, 10);
        QCOMPARE(meanLatents(codebook, map, {2, 2}, {1, BrushShape::disc, 0.5}), std::vector<float>{10});
        map.at(2, 2) = 37;
        QCOMPARE(meanLatents(codebook, map, {2, 2}, {3, BrushShape::square, 1}).front(), 13.0F); // (37 + 8 * 10) / 9
        QCOMPARE(meanLatents(codebook, map, {0, 0}, {2, BrushShape::square, 1}), std::vector<float>{10}); // at the corner
    }

    void smallPixelBrushesCoverWholePixels()
    {
        const PixelBrush one{1, 1, 1}, three{3, 1, 1};
        PixelStroke stroke(kGrid, 8, {}, one);
        const PixelPoint at = snapped({21.3, 34.9}, 1);
        QCOMPARE(at, (PixelPoint{21.5, 34.5}));
        QCOMPARE(stroke.drag(at, at), (CellRect{4, 2, 1, 1}));
        QCOMPARE(coverAt(stroke, 8, 21, 34), std::uint8_t{255});
        QCOMPARE(std::ranges::count_if(stroke.cover(), [](int cover) { return cover != 0; }), std::ptrdiff_t{1});
        PixelStroke wider(kGrid, 8, {}, three);
        wider.drag(at, at);
        for (const auto& [x, y] : {std::pair{21, 34}, {20, 34}, {22, 34}, {21, 33}, {21, 35}})
            QCOMPARE(coverAt(wider, 8, x, y), std::uint8_t{255});
        QCOMPARE(coverAt(wider, 8, 19, 34), std::uint8_t{0});
        QCOMPARE(snapped({21.3, 34.9}, 2), (PixelPoint{21, 35}));
    }

    void aStrokeHasNoGapsAndGoingOverItAgainMakesItNoStronger()
    {
        PixelStroke stroke(kGrid, 8, {}, {6, 0.5, 0.5});
        stroke.drag({10, 20}, {200, 100});
        for (int i = 0; i <= 100; ++i) {
            const int x = 10 + 190 * i / 100, y = 20 + 80 * i / 100;
            QVERIFY(coverAt(stroke, 8, x, y) >= 120);
        }
        const std::vector<std::uint8_t> once = stroke.cover();
        stroke.drag({200, 100}, {10, 20});
        QVERIFY(stroke.cover() == once);
        QVERIFY(std::ranges::all_of(once, [](int cover) { return cover <= 128; }));
    }

    void aStrokeThatGrowsKeepsWhatItHas()
    {
        PixelStroke whole(kGrid, 4, {}, {5, 0.8, 1}), parts(kGrid, 4, {}, {5, 0.8, 1});
        whole.drag({60, 50}, {5, 5});
        whole.drag({5, 5}, {110, 80});
        parts.drag({60, 50}, {5, 5});
        for (int i = 0; i < 21; ++i)
            parts.drag({5.0 + 5 * i, 5.0 + 75.0 * i / 21}, {5.0 + 5 * (i + 1), 5.0 + 75.0 * (i + 1) / 21});
        int unlike = 0;
        for (int y = 0; y < kGrid.rows * 4; ++y)
            for (int x = 0; x < kGrid.cols * 4; ++x)
                unlike += std::abs(coverAt(whole, 4, x, y) - coverAt(parts, 4, x, y)) > 1;
        QCOMPARE(unlike, 0);
        QVERIFY(whole.touched() == parts.touched());
    }

    void pixelsStayInsideTheSelectionAndTheGrid()
    {
        Region clip{{3, 4, 2, 2}, {1, 1, 1, 0}};
        PixelStroke stroke(kGrid, 8, clip, {40, 1, 1});
        stroke.drag({40, 32}, {40, 32});
        QVERIFY(stroke.touched() == clip);
        PixelStroke outside(kGrid, 8, clip, {4, 1, 1});
        QVERIFY(outside.drag({150, 150}, {150, 150}).isEmpty());
        QVERIFY(outside.touched().isEmpty());
        PixelStroke edge(kGrid, 8, {}, {10, 1, 1});
        edge.drag({-3, 2}, {-3, 2});
        QVERIFY(edge.touched() == brushAt({0, 0}, 1, BrushShape::square, kGrid));
    }

    void touchedCellsAreThoseWithAPixelThatIsPainted()
    {
        PixelStroke stroke(kGrid, 8, {}, {1, 1, 1});
        stroke.drag({7.5, 7.5}, {8.5, 8.5}); // from the corner of one cell to that of the next
        const Region touched = stroke.touched();
        QCOMPARE(touched.bounds, (CellRect{0, 0, 2, 2}));
        QVERIFY(touched.contains({0, 0}) && touched.contains({1, 1}));
    }

private:
    static CellRect gridOf(const IndexMap& map)
    {
        return {0, 0, static_cast<int>(map.rows), static_cast<int>(map.cols)};
    }
};

QTEST_APPLESS_MAIN(TestSoftEditing)
#include "test_soft_editing.moc"
