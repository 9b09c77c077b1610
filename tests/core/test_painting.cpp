// SPDX-License-Identifier: Apache-2.0
// What painting tools are made of: drawn shapes, tilings, dice, and one code for another.
#include "core/edit/dice.h"
#include "core/edit/drawn_shape.h"
#include "core/edit/replace.h"
#include "core/edit/tiling.h"
#include "core/model/block_picture.h"

#include <QTest>

#include <map>

using namespace tessera::core;

namespace {

constexpr CellRect kGrid{0, 0, 31, 29};

/// "#" for cells of the region inside `box`, "." for others, rows separated by newlines.
QString drawn(const Region& region, const CellRect& box)
{
    QStringList rows;
    for (int row = box.top; row < box.top + box.rows; ++row) {
        QString line;
        for (int col = box.left; col < box.left + box.cols; ++col)
            line += region.contains({row, col}) ? QLatin1Char('#') : QLatin1Char('.');
        rows << line;
    }
    return rows.join(QLatin1Char('\n'));
}

IndexMap mapOf(int rows, int cols, const std::vector<std::int32_t>& codes)
{
    IndexMap map(1, rows, cols);
    map.codes = codes;
    return map;
}

CodeBlock blockOf(int rows, int cols, const std::vector<std::int32_t>& codes)
{
    return {rows, cols, codes, std::vector<std::uint8_t>(codes.size(), 1)};
}

} // namespace

class TestPainting : public QObject {
    Q_OBJECT
private slots:
    void anEllipseInASquareIsTheRoundBrush()
    {
        for (int size = 1; size <= 13; ++size) {
            const Cell middle{15, 14};
            const Cell corner{middle.row - size / 2, middle.col - size / 2};
            const Region ellipse = drawnShape(corner, {corner.row + size - 1, corner.col + size - 1},
                                              {ShapeKind::ellipse, true, 1}, kGrid);
            QCOMPARE(drawn(ellipse, kGrid), drawn(brushAt(middle, size, BrushShape::disc, kGrid), kGrid));
        }
    }

    void anEllipseTouchesAllSidesOfItsBox()
    {
        for (int rows = 1; rows <= 12; ++rows)
            for (int cols = 1; cols <= 12; ++cols) {
                const Region region =
                    drawnShape({3, 4}, {3 + rows - 1, 4 + cols - 1}, {ShapeKind::ellipse, true, 1}, kGrid);
                const auto any = [&region](const CellRect& side) {
                    return drawn(region, side).contains(QLatin1Char('#'));
                };
                QVERIFY(any({3, 4, 1, cols}) && any({3 + rows - 1, 4, 1, cols}));
                QVERIFY(any({3, 4, rows, 1}) && any({3, 4 + cols - 1, rows, 1}));
            }
    }

    void outlinesByHand()
    {
        QCOMPARE(drawn(drawnShape({0, 0}, {4, 6}, {ShapeKind::rectangle, false, 1}, kGrid), {0, 0, 5, 7}),
                 QString("#######\n#.....#\n#.....#\n#.....#\n#######"));
        QCOMPARE(drawn(drawnShape({4, 6}, {0, 0}, {ShapeKind::rectangle, false, 2}, kGrid), {0, 0, 5, 7}),
                 QString("#######\n#######\n##...##\n#######\n#######"));
        QCOMPARE(drawn(drawnShape({0, 0}, {6, 6}, {ShapeKind::ellipse, false, 1}, kGrid), {0, 0, 7, 7}),
                 QString("..###..\n.#...#.\n#.....#\n#.....#\n#.....#\n.#...#.\n..###.."));
    }

    void shapesAreClippedAndNotSqueezed()
    {
        const Region region = drawnShape({-3, -2}, {3, 4}, {ShapeKind::ellipse, false, 1}, kGrid);
        QCOMPARE(region.bounds, (CellRect{0, 0, 4, 5}));
        QCOMPARE(drawn(region, region.bounds), QString("....#\n....#\n...#.\n###.."));
        QVERIFY(drawnShape({-5, -5}, {-2, -1}, {}, kGrid).isEmpty());
    }

    void aSquareKeepsTheLongerSideAndTheDirections()
    {
        QCOMPARE(squared({5, 5}, {7, 1}), (Cell{9, 1}));
        QCOMPARE(squared({5, 5}, {2, 6}), (Cell{2, 8}));
        QCOMPARE(squared({5, 5}, {5, 5}), (Cell{5, 5}));
    }

    void aTilingRepeatsItsBlockInAllDirections()
    {
        const CodeBlock block = blockOf(2, 3, {1, 2, 3, 4, 5, 6});
        const Tiling tiling{block, {4, 5}};
        QCOMPARE(tiling.placeAt({4, 5}), (Cell{0, 0}));
        QCOMPARE(tiling.placeAt({3, 4}), (Cell{-1, -1}));
        QCOMPARE(tiling.placeAt({1, 8}), (Cell{-2, 1}));
        const Ink ink = tiling.ink();
        QCOMPARE(ink(4, 5), 1);
        QCOMPARE(ink(5, 7), 6);
        QCOMPARE(ink(3, 4), 6);
        QCOMPARE(ink(2, 8), 1);
    }

    void aLineOfBlocksHasNoGapsAndNoOverlaps()
    {
        CodeBlock block = blockOf(2, 2, {1, 2, 3, 0});
        block.mask[3] = 0;
        const Tiling tiling{block, {1, 1}};
        const Region region = tiling.line({-1, -1}, {1, 1}, kGrid);
        QCOMPARE(drawn(region, {0, 0, 5, 5}), QString(".....\n.##..\n.#...\n...##\n...#."));
    }

    void diceAreTheSameForTheSameSeedAndOthersForAnother()
    {
        const CodeBlock block = blockOf(1, 3, {7, 9, 11});
        const Ink once = diceInk(block, 42), again = diceInk(block, 42), other = diceInk(block, nextSeed(42));
        int differing = 0;
        for (int row = 0; row < 20; ++row)
            for (int col = 0; col < 20; ++col) {
                QCOMPARE(once(row, col), again(row, col));
                differing += once(row, col) != other(row, col);
            }
        QVERIFY(differing > 200); // two of three cells on average
    }

    void aCodeComesAsOftenAsTheStampHasIt()
    {
        CodeBlock block = blockOf(2, 3, {7, 7, 7, 9, 5, 5});
        block.mask[4] = block.mask[5] = 0;
        std::map<std::int32_t, int> counts;
        const Ink ink = diceInk(block, 12345);
        constexpr int kSide = 200;
        for (int row = 0; row < kSide; ++row)
            for (int col = 0; col < kSide; ++col)
                ++counts[ink(row, col)];
        QCOMPARE(counts.size(), std::size_t{2});
        // Of 40,000 draws at 3/4 the standard deviation is 87.
        QVERIFY(std::abs(counts[7] - 30'000) < 5 * 87);
    }

    void neighbouringCellsDrawIndependently()
    {
        const Ink ink = diceInk(blockOf(1, 2, {0, 1}), 7);
        int equal = 0;
        for (int row = 0; row < 100; ++row)
            for (int col = 0; col < 100; ++col)
                equal += ink(row, col) == ink(row, col + 1);
        QVERIFY(std::abs(equal - 5'000) < 5 * 50);
    }

    void aBlockIsDecodedInASquareWithAMargin()
    {
        for (const auto& [longest, side] :
             {std::pair {1, 8}, {4, 8}, {5, 16}, {12, 16}, {13, 32}, {28, 32}, {kLargestBlock, 64}}) {
            const BlockMap placed = blockMap(blockOf(1, longest, std::vector<std::int32_t>(std::size_t(longest), 7)));
            QCOMPARE(placed.map.rows, std::int64_t{side});
            QCOMPARE(placed.map.cols, std::int64_t{side});
            QVERIFY(placed.corner.col >= 2 && placed.corner.col + longest <= side - 2);
        }
    }

    void aroundABlockItsBorderGoesOnAndHolesHaveTheUsualCode()
    {
        CodeBlock block = blockOf(2, 3, {1, 2, 3, 4, 9, 4});
        block.mask[4] = 0;
        const BlockMap placed = blockMap(block);
        QCOMPARE(placed.corner, (Cell{3, 2}));
        QCOMPARE(placed.map.at(3, 3), 2);
        QCOMPARE(placed.map.at(4, 3), 4); // a hole
        QCOMPARE(placed.map.at(0, 0), 1);
        QCOMPARE(placed.map.at(0, 7), 3);
        QCOMPARE(placed.map.at(7, 2), 4);
    }

    void replacingTouchesThatCodeAlone()
    {
        IndexMap map = mapOf(2, 3, {1, 2, 1, 3, 2, 1});
        const Patch patch = replaceCode(map, 1, 9);
        QCOMPARE(patch.changedCells(), std::int64_t{3});
        apply(patch, map);
        QVERIFY(map == mapOf(2, 3, {9, 2, 9, 3, 2, 9}));
        QVERIFY(replaceCode(map, 1, 9).isEmpty());
        QVERIFY(replaceCode(map, 2, 2).isEmpty());
    }

    void swappingTwiceIsNothing()
    {
        const IndexMap before = mapOf(2, 3, {1, 2, 1, 3, 2, 1});
        IndexMap map = before;
        apply(swapCodes(map, 1, 2), map);
        QVERIFY(map == mapOf(2, 3, {2, 1, 2, 3, 1, 2}));
        apply(swapCodes(map, 1, 2), map);
        QVERIFY(map == before);
        QVERIFY(swapCodes(map, 4, 4).isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestPainting)
#include "test_painting.moc"
