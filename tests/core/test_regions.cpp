// SPDX-License-Identifier: Apache-2.0
// Regions as sets, as shapes and as what hangs together, each against the plainest computation cell by cell.
#include "core/analysis/neighbours.h"
#include "core/edit/flood.h"
#include "core/edit/outline.h"
#include "core/edit/region_sets.h"
#include "core/edit/shapes.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <random>
#include <set>
#include <string>
#include <tuple>

using namespace tessera::core;

namespace {

constexpr CellRect kGrid{0, 0, 13, 17};

template <class Inside>
std::string drawnWhere(Inside&& inside)
{
    std::string text;
    for (int row = 0; row < kGrid.rows; ++row) {
        for (int col = 0; col < kGrid.cols; ++col)
            text += inside(Cell{row, col}) ? '#' : '.';
        text += '\n';
    }
    return text;
}

std::string drawn(const Region& region)
{
    return drawnWhere([&](Cell cell) { return region.contains(cell); });
}

/// Do the bounds touch the cells on all sides, or is there nothing at all?
bool isTight(const Region& region)
{
    if (region.bounds.isEmpty())
        return region == Region{};
    const CellRect& box = region.bounds;
    bool top = false, bottom = false, left = false, right = false;
    for (int col = box.left; col < box.left + box.cols; ++col) {
        top |= region.contains({box.top, col});
        bottom |= region.contains({box.top + box.rows - 1, col});
    }
    for (int row = box.top; row < box.top + box.rows; ++row) {
        left |= region.contains({row, box.left});
        right |= region.contains({row, box.left + box.cols - 1});
    }
    return top && bottom && left && right && box.intersected(kGrid) == box
        && region.mask.size() == static_cast<std::size_t>(box.rows * box.cols);
}

Region randomRegion(std::mt19937& random, unsigned sparse)
{
    Region region{{static_cast<int>(random() % 9), static_cast<int>(random() % 11), static_cast<int>(random() % 5),
                   static_cast<int>(random() % 7)},
                  {}};
    if (region.bounds.isEmpty())
        return {};
    for (int i = 0; i < region.bounds.rows * region.bounds.cols; ++i)
        region.mask.push_back(random() % sparse == 0 ? 1 : 0);
    return region;
}

/// By the angles under which a point sees the edges.
bool windsAround(const std::vector<Cell>& path, Cell centre)
{
    double angle = 0;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const Cell a = path[i], b = path[(i + 1) % path.size()];
        const double ax = a.col - centre.col, ay = a.row - centre.row, bx = b.col - centre.col, by = b.row - centre.row;
        angle += std::atan2(ax * by - ay * bx, ax * bx + ay * by);
    }
    return std::abs(angle) > 3;
}

/// Grown from the start, step by step, until nothing is added any more.
std::set<std::pair<int, int>> grown(const IndexMap& map, Cell start, Connectivity connectivity, const CodeTest& belongs)
{
    std::set<std::pair<int, int>> cells;
    if (kGrid.contains(start) && belongs(map.at(start.row, start.col)))
        cells.insert({start.row, start.col});
    for (bool more = !cells.empty(); more;) {
        more = false;
        for (int row = 0; row < kGrid.rows; ++row)
            for (int col = 0; col < kGrid.cols; ++col) {
                if (cells.contains({row, col}) || !belongs(map.at(row, col)))
                    continue;
                bool touches = false;
                for (const auto& [r, c] : cells) {
                    const int down = std::abs(r - row), right = std::abs(c - col);
                    touches |= connectivity == Connectivity::four ? down + right == 1 : std::max(down, right) == 1;
                }
                if (touches)
                    more |= cells.insert({row, col}).second;
            }
    }
    return cells;
}

IndexMap randomMap(std::mt19937& random, int codes)
{
    IndexMap map(1, kGrid.rows, kGrid.cols);
    for (std::int32_t& code : map.codes)
        code = static_cast<std::int32_t>(random() % static_cast<unsigned>(codes));
    return map;
}

} // namespace

class TestRegions : public QObject {
    Q_OBJECT
private slots:
    void setsAreWhatTheyAreCellByCell()
    {
        std::mt19937 random(41);
        for (int i = 0; i < 500; ++i) {
            const Region a = randomRegion(random, 1 + i % 4), b = randomRegion(random, 1 + i % 3);
            const auto compare = [&](const Region& region, auto&& inside) {
                QVERIFY(isTight(region));
                QCOMPARE(drawn(region), drawnWhere(inside));
            };
            compare(united(a, b), [&](Cell cell) { return a.contains(cell) || b.contains(cell); });
            compare(intersected(a, b), [&](Cell cell) { return a.contains(cell) && b.contains(cell); });
            compare(subtracted(a, b), [&](Cell cell) { return a.contains(cell) && !b.contains(cell); });
            compare(inverted(a, kGrid), [&](Cell cell) { return !a.contains(cell); });
            compare(tightened(a), [&](Cell cell) { return a.contains(cell); });
            const int down = static_cast<int>(random() % 21) - 10, right = static_cast<int>(random() % 27) - 13;
            compare(moved(a, down, right, kGrid),
                    [&](Cell cell) { return a.contains({cell.row - down, cell.col - right}); });
        }
    }

    void theEmptySetAndTheWholeGridAreEachOthersInverse()
    {
        QCOMPARE(inverted({}, kGrid), wholeGrid(kGrid));
        QCOMPARE(inverted(wholeGrid(kGrid), kGrid), Region{});
        QCOMPARE(cellCount(wholeGrid(kGrid)), std::int64_t{13 * 17});
        QCOMPARE(cellCount(Region{}), std::int64_t{0});
        QCOMPARE(wholeGrid({}), Region{});
        QCOMPARE(moved(wholeGrid(kGrid), 13, 0, kGrid), Region{});
    }

    void aRectangleHasBothCornersInWhateverOrderAndEndsAtTheGrid()
    {
        const Region region = rectangleRegion({7, 3}, {5, 9}, kGrid);
        QCOMPARE(region.bounds, (CellRect{5, 3, 3, 7}));
        QCOMPARE(cellCount(region), std::int64_t{21});
        QCOMPARE(rectangleRegion({-4, 12}, {2, 99}, kGrid).bounds, (CellRect{0, 12, 3, 5}));
        QCOMPARE(rectangleRegion({-4, 2}, {-1, 5}, kGrid), Region{});
    }

    void aPathHasTheCellsItWalksOverAndThoseItGoesAround()
    {
        const std::vector<Cell> triangle{{1, 1}, {1, 7}, {4, 1}};
        QCOMPARE(drawn(polygonRegion(triangle, kGrid)).substr(0, 6 * 18), std::string(".................\n"
                                                                                       ".#######.........\n"
                                                                                       ".######..........\n"
                                                                                       ".####............\n"
                                                                                       ".##..............\n"
                                                                                       ".................\n"));
        QCOMPARE(polygonRegion(std::vector<Cell>{}, kGrid), Region{});
        QCOMPARE(polygonRegion(std::vector<Cell>{{3, 4}}, kGrid).bounds, (CellRect{3, 4, 1, 1}));
        QCOMPARE(cellCount(polygonRegion(std::vector<Cell>{{3, 4}, {3, 9}}, kGrid)), std::int64_t{6});
    }

    void everyCellThatAPathWindsAroundIsInside()
    {
        std::mt19937 random(42);
        for (int i = 0; i < 300; ++i) {
            std::vector<Cell> path;
            const int corners = static_cast<int>(random() % 9);
            for (int k = 0; k < corners; ++k) // beyond the grid, too
                path.push_back({static_cast<int>(random() % 19) - 3, static_cast<int>(random() % 25) - 4});
            const Region region = polygonRegion(path, kGrid);
            QVERIFY(isTight(region));
            Region walked;
            for (std::size_t k = 0; k < path.size(); ++k)
                walked = united(walked, brushLine(path[k], path[(k + 1) % path.size()], 1, BrushShape::square, kGrid));
            QCOMPARE(drawn(region),
                     drawnWhere([&](Cell cell) { return walked.contains(cell) || windsAround(path, cell); }));
        }
    }

    void aFloodGoesAsFarAsStepsFromCellToCellDo()
    {
        std::mt19937 random(43);
        for (int i = 0; i < 60; ++i) {
            const IndexMap map = randomMap(random, 2 + i % 3);
            const Cell start{static_cast<int>(random() % 13), static_cast<int>(random() % 17)};
            const CodeTest belongs = i % 2 == 0 ? sameCode(map.at(start.row, start.col))
                                                : CodeTest([](std::int32_t code) { return code <= 1; });
            for (const Connectivity connectivity : {Connectivity::four, Connectivity::eight}) {
                const Region region = floodRegion(map, start, connectivity, belongs);
                const auto expected = grown(map, start, connectivity, belongs);
                QVERIFY(isTight(region));
                QCOMPARE(drawn(region), drawnWhere([&](Cell cell) { return expected.contains({cell.row, cell.col}); }));
            }
            const auto isLike = [&](Cell cell) { return belongs(map.at(cell.row, cell.col)); };
            QCOMPARE(drawn(sameRegion(map, belongs)), drawnWhere(isLike));
            QVERIFY(isTight(sameRegion(map, belongs)));
        }
        const IndexMap map(1, 13, 17);
        QCOMPARE(floodRegion(map, {13, 0}, Connectivity::four, sameCode(0)), Region{});
        QCOMPARE(floodRegion(map, {2, 2}, Connectivity::four, sameCode(1)), Region{});
        QCOMPARE(floodRegion(map, {2, 2}, Connectivity::four, sameCode(0)), wholeGrid(kGrid));
    }

    void likeCodesAreThoseWithinTheTolerance()
    {
        const float none = std::numeric_limits<float>::quiet_NaN();
        // By hand, from code 0: 0, 5, 13, 0 and nowhere.
        const Weight codebook{"codebook", {5, 2}, {1, 1, 4, 5, 6, 13, 1, 1, none, 1}};
        const auto like = [&](double tolerance, std::int32_t code = 0) {
            std::string text;
            for (std::int32_t other = -1; other <= 5; ++other)
                text += similarCode(codebook, code, tolerance)(other) ? '#' : '.';
            return text;
        };
        QCOMPARE(like(0), std::string(".#....."));
        QCOMPARE(like(4.99), std::string(".#..#.."));
        QCOMPARE(like(5), std::string(".##.#.."));
        QCOMPARE(like(1e9), std::string(".####.."));
        QCOMPARE(like(1e9, 4), std::string(".....#."));
        QCOMPARE(like(3, 99), std::string("......."));
        QCOMPARE(codesWithin(codebook, 1, 5), (std::vector<std::uint8_t>{1, 1, 0, 1, 0}));
    }

    void theBorderHasEachEdgeOnceInTheLongestLines()
    {
        QCOMPARE(borderOf(rectangleRegion({2, 3}, {4, 9}, kGrid)),
                 (std::vector<BorderLine>{{{2, 3}, {2, 10}}, {{5, 3}, {5, 10}}, {{2, 3}, {5, 3}}, {{2, 10}, {5, 10}}}));
        QVERIFY(borderOf({}).empty());
        std::mt19937 random(44);
        for (int i = 0; i < 200; ++i) {
            const Region region = randomRegion(random, 2);
            std::set<std::tuple<int, int, bool>> edges; // of a corner, to the right or down
            for (int row = 0; row <= kGrid.rows; ++row)
                for (int col = 0; col <= kGrid.cols; ++col) {
                    if (region.contains({row, col}) != region.contains({row - 1, col}))
                        edges.insert({row, col, false});
                    if (region.contains({row, col}) != region.contains({row, col - 1}))
                        edges.insert({row, col, true});
                }
            std::set<std::pair<int, int>> acrossEnds, downEnds;
            for (const BorderLine& line : borderOf(region)) {
                const bool down = line.from.col == line.to.col;
                QVERIFY(down != (line.from.row == line.to.row));
                for (Cell corner = line.from; corner != line.to; (down ? corner.row : corner.col) += 1)
                    QCOMPARE(edges.erase({corner.row, corner.col, down}), std::size_t{1});
                auto& ends = down ? downEnds : acrossEnds;
                QVERIFY(ends.insert({line.from.row, line.from.col}).second); // else it continued another
                QVERIFY(ends.insert({line.to.row, line.to.col}).second);
            }
            QVERIFY(edges.empty());
        }
    }
};

QTEST_APPLESS_MAIN(TestRegions)
#include "test_regions.moc"
