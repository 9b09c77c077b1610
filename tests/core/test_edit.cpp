// SPDX-License-Identifier: Apache-2.0
// Regions, inks and patches: which cells an edit touches, and that it can be taken back exactly.
#include "core/edit/ink.h"
#include "core/edit/patch.h"
#include "core/edit/region.h"

#include <QTest>

#include <random>
#include <string>

using namespace tessera::core;

namespace {

constexpr CellRect kGrid{0, 0, 13, 17};

std::string drawn(const Region& region)
{
    std::string text;
    for (int row = 0; row < region.bounds.rows; ++row) {
        for (int col = 0; col < region.bounds.cols; ++col)
            text += region.contains({region.bounds.top + row, region.bounds.left + col}) ? '#' : '.';
        text += '\n';
    }
    return text;
}

IndexMap numbered(int rows, int cols)
{
    IndexMap map(1, rows, cols);
    for (std::size_t i = 0; i < map.codes.size(); ++i)
        map.codes[i] = static_cast<std::int32_t>(i);
    return map;
}

std::int64_t cellsIn(const Region& region)
{
    std::int64_t count = 0;
    for (const std::uint8_t inside : region.mask)
        count += inside;
    return count;
}

} // namespace

class TestEdit : public QObject {
    Q_OBJECT
private slots:
    void anEvenSquareReachesOneCellFurtherUpAndLeft()
    {
        QCOMPARE(brushAt({5, 6}, 1, BrushShape::square, kGrid).bounds, (CellRect{5, 6, 1, 1}));
        QCOMPARE(brushAt({5, 6}, 2, BrushShape::square, kGrid).bounds, (CellRect{4, 5, 2, 2}));
        QCOMPARE(brushAt({5, 6}, 3, BrushShape::square, kGrid).bounds, (CellRect{4, 5, 3, 3}));
    }

    void smallDiscsLookAsInPixelEditors()
    {
        QCOMPARE(drawn(brushAt({5, 6}, 1, BrushShape::disc, kGrid)), std::string("#\n"));
        QCOMPARE(drawn(brushAt({5, 6}, 2, BrushShape::disc, kGrid)), std::string("##\n##\n"));
        QCOMPARE(drawn(brushAt({5, 6}, 3, BrushShape::disc, kGrid)), std::string(".#.\n###\n.#.\n"));
        QCOMPARE(drawn(brushAt({5, 6}, 4, BrushShape::disc, kGrid)), std::string(".##.\n####\n####\n.##.\n"));
        QCOMPARE(drawn(brushAt({5, 6}, 5, BrushShape::disc, kGrid)),
                 std::string(".###.\n#####\n#####\n#####\n.###.\n"));
    }

    void discsOfAllSizesAreSymmetricAndAboutAsLargeAsTheCircle()
    {
        const CellRect large{0, 0, 200, 200};
        for (int size = 1; size <= 64; ++size) {
            const Region disc = brushAt({100, 100}, size, BrushShape::disc, large);
            QCOMPARE(disc.bounds, brushAt({100, 100}, size, BrushShape::square, large).bounds);
            for (int row = 0; row < size; ++row)
                for (int col = 0; col < size; ++col) {
                    const Cell cell{disc.bounds.top + row, disc.bounds.left + col};
                    const Cell mirrored{disc.bounds.top + size - 1 - row, disc.bounds.left + col};
                    const Cell turned{disc.bounds.top + col, disc.bounds.left + row};
                    QCOMPARE(disc.contains(cell), disc.contains(mirrored));
                    QCOMPARE(disc.contains(cell), disc.contains(turned));
                }
            const double circle = 3.14159265 * size * size / 4.0;
            const double excess = static_cast<double>(cellsIn(disc)) - circle;
            if (size > 6)
                QVERIFY2(std::abs(excess) < 0.1 * circle, qPrintable(QString::number(size)));
        }
    }

    void brushesAreClippedToTheGrid()
    {
        QCOMPARE(brushAt({0, 0}, 5, BrushShape::square, kGrid).bounds, (CellRect{0, 0, 3, 3}));
        QCOMPARE(brushAt({12, 16}, 4, BrushShape::square, kGrid).bounds, (CellRect{10, 14, 3, 3}));
        const Region outside = brushAt({-9, 40}, 5, BrushShape::disc, kGrid);
        QVERIFY(outside.bounds.isEmpty());
        QVERIFY(outside.mask.empty());
        QVERIFY(!outside.contains({0, 0}));
    }

    void aLineHasBothEndsAndNoGaps()
    {
        std::mt19937 random(7);
        std::uniform_int_distribution<int> row(0, kGrid.rows - 1), col(0, kGrid.cols - 1);
        for (int i = 0; i < 300; ++i) {
            const Cell from{row(random), col(random)}, to{row(random), col(random)};
            const Region line = brushLine(from, to, 1, BrushShape::square, kGrid);
            QVERIFY(line.contains(from));
            QVERIFY(line.contains(to));
            QCOMPARE(cellsIn(line), std::int64_t{std::max(line.bounds.rows, line.bounds.cols)});
        }
    }

    void aThickLineIsTheUnionOfItsBrushes()
    {
        const Region line = brushLine({2, 2}, {2, 7}, 3, BrushShape::disc, kGrid);
        QCOMPARE(drawn(line), std::string(".######.\n########\n.######.\n"));
        const Region slope = brushLine({1, 1}, {4, 4}, 2, BrushShape::square, kGrid);
        QCOMPARE(drawn(slope), std::string("##...\n###..\n.###.\n..###\n...##\n"));
    }

    void aLineFromOutsidePaintsOnlyWhatIsInside()
    {
        const Region line = brushLine({3, -400}, {3, 2}, 1, BrushShape::square, kGrid);
        QCOMPARE(line.bounds, (CellRect{3, 0, 1, 3}));
        QCOMPARE(cellsIn(line), std::int64_t{3});
    }

    void aPatchIsTightAroundWhatReallyChanges()
    {
        IndexMap map = numbered(13, 17);
        map.at(5, 6) = map.at(5, 7) = 900;
        const Patch patch = makePatch(map, brushAt({5, 6}, 3, BrushShape::square, kGrid), codeInk(900));
        QCOMPARE(patch.rect, (CellRect{4, 5, 3, 3}));
        QCOMPARE(patch.changedCells(), std::int64_t{7});

        IndexMap almost(1, 13, 17);
        almost.at(5, 6) = 1;
        const Patch one = makePatch(almost, brushAt({5, 6}, 5, BrushShape::square, kGrid), codeInk(0));
        QCOMPARE(one.rect, (CellRect{5, 6, 1, 1}));
        QVERIFY(makePatch(almost, brushAt({1, 1}, 3, BrushShape::square, kGrid), codeInk(0)).isEmpty());
    }

    void applyAndRevertAreExact()
    {
        const IndexMap original = numbered(13, 17);
        IndexMap map = original;
        const Patch patch = makePatch(map, brushAt({0, 16}, 7, BrushShape::disc, kGrid), codeInk(555));
        apply(patch, map);
        QCOMPARE(map.at(0, 16), 555);
        QCOMPARE(map.at(4, 16), original.at(4, 16));
        revert(patch, map);
        QVERIFY(map == original);
    }

    void restoreInkGivesBackTheOtherMap()
    {
        const IndexMap encoded = numbered(13, 17);
        IndexMap map(1, 13, 17);
        const Region region = brushAt({6, 6}, 4, BrushShape::square, kGrid);
        apply(makePatch(map, region, mapInk(encoded)), map);
        for (int row = 0; row < 13; ++row)
            for (int col = 0; col < 17; ++col)
                QCOMPARE(map.at(row, col), region.contains({row, col}) ? encoded.at(row, col) : 0);
    }

    void mergedDistantPatchesKeepTheirCornersAsTheyAre()
    {
        const IndexMap original = numbered(13, 17);
        IndexMap map = original;
        const Patch first = makePatch(map, brushAt({1, 1}, 1, BrushShape::square, kGrid), codeInk(700));
        apply(first, map);
        const Patch second = makePatch(map, brushAt({9, 12}, 3, BrushShape::disc, kGrid), codeInk(701));
        apply(second, map);
        const IndexMap both = map;
        const Patch merged = merge(first, second, map);
        QCOMPARE(merged.changedCells(), std::int64_t{6});
        revert(merged, map);
        QVERIFY(map == original);
        apply(merged, map);
        QVERIFY(map == both);
    }

    void mergingAChangeWithItsOppositeIsNothing()
    {
        IndexMap map = numbered(13, 17);
        const Region region = brushAt({3, 3}, 2, BrushShape::square, kGrid);
        const IndexMap original = map;
        const Patch there = makePatch(map, region, codeInk(800));
        apply(there, map);
        const Patch back = makePatch(map, region, mapInk(original));
        apply(back, map);
        QVERIFY(merge(there, back, map).isEmpty());
        QVERIFY(merge({}, {}, map).isEmpty());
    }

    void anyNumberOfMergedRandomEditsRevertsToTheBeginning()
    {
        std::mt19937 random(20);
        const IndexMap original = numbered(13, 17);
        for (int round = 0; round < 40; ++round) {
            IndexMap map = original;
            Patch all;
            for (int i = 0; i < 25; ++i) {
                const Cell cell{static_cast<int>(random() % 15) - 1, static_cast<int>(random() % 19) - 1};
                const auto shape = random() % 2 == 0 ? BrushShape::disc : BrushShape::square;
                const Region region = brushAt(cell, static_cast<int>(random() % 6) + 1, shape, kGrid);
                const Patch step = makePatch(map, region, codeInk(static_cast<std::int32_t>(random() % 4)));
                apply(step, map);
                all = merge(all, step, map);
            }
            const IndexMap last = map;
            revert(all, map);
            QVERIFY(map == original);
            apply(all, map);
            QVERIFY(map == last);
        }
    }
};

QTEST_APPLESS_MAIN(TestEdit)
#include "test_edit.moc"
