// SPDX-License-Identifier: GPL-3.0-or-later
// The painting tools under real mouse and key events: what they write, that it is what was shown before, that it stays
// inside the selection, and what they pick up.
#include "app/tools/tool_list.h"
#include "core/edit/dice.h"
#include "core/edit/region_sets.h"
#include "core/edit/shapes.h"
#include "tests/app/tool_canvas.h"

#include <QElapsedTimer>

using namespace tessera;
using namespace tessera::tests;

namespace {

constexpr int kArea = 450; ///< like kInk, none of the encoded codes

} // namespace

class TestTools : public QObject, private ToolCanvas {
    Q_OBJECT

private slots:
    void init() { open(); }
    void cleanup() { m_fixture.reset(); }

    void whatIsShownBeforeThePressIsWhatIsWritten_data()
    {
        QTest::addColumn<bool>("selected");
        QTest::addColumn<bool>("dice");
        QTest::addColumn<QString>("tool");
        for (const bool selected : {false, true})
            for (const bool dice : {false, true})
                for (const char* tool : {"brush", "restore", "fill", "shape", "stamp", "jitter", "morph"})
                    QTest::addRow("%s%s%s", tool, dice ? ", dice" : "", selected ? ", selection" : "")
                        << selected << dice << tool;
    }
    void whatIsShownBeforeThePressIsWhatIsWritten()
    {
        QFETCH(const bool, selected);
        QFETCH(const bool, dice);
        QFETCH(const QString, tool);
        on().document().edit(core::makePatch(codes(), rectangle(2, 3, 9, 11), core::codeInk(kArea)), "an area");
        on().tools().setStamp(core::cut(encoded(), rectangle(12, 10, 3, 4)));
        on().tools().setDice(dice);
        on().tools().setBrushSize(5);
        on().tools().setJitter({.strength = 1});
        on().tools().setMorph({.strength = 1});
        on().tools().setTool(tool);
        if (selected)
            on().document().select(rectangle(5, 6, 7, 3), "some");
        const core::IndexMap before = codes();
        on().hover({6, 7});
        on().settle();
        const core::IndexMap shown = shownCodes(on());
        QVERIFY(codes() == before);
        QVERIFY(shown != before);
        on().click({6, 7});
        on().settle();
        QVERIFY(codes() == shown);
        for (int row = 0; row < codes().rows; ++row)
            for (int col = 0; col < codes().cols; ++col)
                if (selected && !on().document().selection().contains({row, col}))
                    QCOMPARE(codes().at(row, col), before.at(row, col));
        QVERIFY(before != codes());
        on().document().undoStack().undo();
        QVERIFY(codes() == before);
        on().document().undoStack().redo();
        QVERIFY(codes() == shown);
    }

    void aPreviewGoesWithTheMouse()
    {
        on().hover({6, 7});
        QCOMPARE(shownCodes(on()).at(6, 7), kInk);
        QTest::mouseMove(&on().codes(), {1, 1}); // outside the picture
        QVERIFY(shownCodes(on()) == encoded());
    }

    void theRightButtonPicksAAndWithControlB()
    {
        for (const char* tool : {"brush", "restore", "fill", "shape", "stamp", "jitter", "morph", "pixel"}) {
            on().tools().setTool(tool);
            on().tools().setCode(kInk);
            on().tools().setCodeB(kInk);
            on().click({3, 5}, Qt::RightButton);
            QCOMPARE(on().tools().code(), 3 * 24 + 5);
            QCOMPARE(on().tools().codeB(), kInk);
            on().click({4, 6}, Qt::RightButton, Qt::ControlModifier);
            QCOMPARE(on().tools().code(), 3 * 24 + 5);
            QCOMPARE(on().tools().codeB(), 4 * 24 + 6);
            QCOMPARE(on().tools().tool(), QString(tool));
        }
        on().tools().setTool("pick");
        on().click({7, 1}, Qt::RightButton, Qt::ControlModifier);
        QCOMPARE(on().tools().codeB(), 7 * 24 + 1);
        QCOMPARE(steps(), 0);
    }

    void swappedCodesPaintTheOther()
    {
        on().tools().setCodeB(300);
        on().tools().swapCodes();
        on().click({2, 2});
        on().tools().swapCodes();
        on().click({2, 3});
        QCOMPARE(codes().at(2, 2), 300);
        QCOMPARE(codes().at(2, 3), kInk);
    }

    void aRightDragTakesAStampAndTheStampToolIsAtHand()
    {
        on().drag({{9, 12}, {7, 10}}, Qt::RightButton);
        QVERIFY(on().tools().stamp() == core::cut(encoded(), rectangle(7, 10, 3, 3)));
        QCOMPARE(on().tools().tool(), QString("stamp"));
        QCOMPARE(on().tools().code(), kInk); // nothing was picked
        on().click({1, 1});
        const core::CodeBlock stamp = on().tools().stamp();
        QVERIFY(codes() == with(encoded(), rectangle(0, 0, 3, 3), core::blockInk(stamp, {0, 0})));
        QCOMPARE(steps(), 1);
    }

    void aRightDragThatComesBackTakesOneCellAndEscapeTakesNone()
    {
        on().drag({{9, 12}, {9, 13}, {9, 12}}, Qt::RightButton);
        QCOMPARE(on().tools().stamp().codes, std::vector<std::int32_t>{9 * 24 + 12});
        on().press({2, 2}, Qt::RightButton);
        on().hover({4, 4});
        on().key(Qt::Key_Escape);
        on().release({4, 4}, Qt::RightButton);
        QCOMPARE(on().tools().stamp().rows, 1);
    }

    void aRightDragOverTheEdgeTakesWhatIsInside()
    {
        on().canvas().viewport().setZoom(2);
        on().drag({{16, 22}, {30, 40}}, Qt::RightButton);
        QVERIFY(on().tools().stamp() == core::cut(encoded(), rectangle(16, 22, 2, 2)));
    }

    void aDragLaysStampsOnTheirOwnGrid()
    {
        on().tools().setStamp(core::cut(encoded(), rectangle(14, 10, 2, 3)));
        on().tools().setTool("stamp");
        // By hand: a stamp of 2 x 3 pressed at (5, 7) begins at (4, 6); the grid goes on from there.
        on().drag({{5, 7}, {5, 8}, {5, 9}, {6, 12}});
        core::IndexMap expected = encoded();
        const core::CodeBlock stamp = on().tools().stamp();
        for (const core::Cell corner : {core::Cell{4, 6}, {4, 9}, {6, 12}})
            expected =
                with(expected, core::placed(stamp, corner, on().document().grid()), core::blockInk(stamp, corner));
        QVERIFY(codes() == expected);
        QCOMPARE(steps(), 1);
        on().document().undoStack().undo();
        QVERIFY(codes() == encoded());
    }

    void aStampOfAnyShapeLeavesTheRestAlone()
    {
        core::CodeBlock stamp = core::cut(encoded(), rectangle(14, 10, 2, 2));
        stamp.mask[1] = 0;
        on().tools().setStamp(stamp);
        on().tools().setTool("stamp");
        on().click({5, 5});
        QCOMPARE(codes().at(4, 4), 14 * 24 + 10);
        QCOMPARE(codes().at(4, 5), encoded().at(4, 5));
        QCOMPARE(codes().at(5, 4), 15 * 24 + 10);
    }

    void escapeTakesAStampedDragBack()
    {
        on().tools().setStamp(core::cut(encoded(), rectangle(14, 10, 2, 3)));
        on().tools().setTool("stamp");
        on().press({5, 7});
        on().hover({5, 15});
        QVERIFY(codes() != encoded());
        on().key(Qt::Key_Escape);
        on().release({5, 15});
        QVERIFY(codes() == encoded());
        QCOMPARE(steps(), 0);
    }

    void diceDrawFromTheStampAndTheNextStrokeDrawsOthers()
    {
        const core::CodeBlock stamp = core::cut(encoded(), rectangle(12, 10, 3, 4));
        on().tools().setStamp(stamp);
        on().tools().setDice(true);
        on().tools().setSeed(99);
        on().tools().setBrushSize(6);
        on().click({9, 9});
        const core::Region square = rectangle(6, 6, 6, 6);
        const core::IndexMap first = codes();
        QVERIFY(first == with(encoded(), square, core::diceInk(stamp, 99)));
        on().click({9, 9});
        QVERIFY(codes() == with(encoded(), square, core::diceInk(stamp, core::nextSeed(99))));
        QVERIFY(codes() != first);
        on().document().undoStack().undo();
        QVERIFY(codes() == first);
    }

    void fillsStopAtOtherCodesAndCrossCornersOnRequest()
    {
        on().document().edit(core::makePatch(codes(), rectangle(2, 2, 3, 3), core::codeInk(kArea)), "one");
        on().document().edit(core::makePatch(codes(), rectangle(5, 5, 2, 2), core::codeInk(kArea)), "at its corner");
        on().document().edit(core::makePatch(codes(), rectangle(12, 12, 1, 1), core::codeInk(kArea)), "apart");
        const core::IndexMap before = codes();
        on().tools().setTool("fill");
        on().click({3, 3});
        QVERIFY(codes() == with(before, rectangle(2, 2, 3, 3), core::codeInk(kInk)));
        on().document().undoStack().undo();
        on().tools().setConnectivity(core::Connectivity::eight);
        on().click({3, 3});
        QVERIFY(codes()
                == with(with(before, rectangle(2, 2, 3, 3), core::codeInk(kInk)), rectangle(5, 5, 2, 2),
                        core::codeInk(kInk)));
        on().document().undoStack().undo();
        on().click({3, 3}, Qt::LeftButton, Qt::ControlModifier);
        QCOMPARE(codes().at(12, 12), kInk);
        QCOMPARE(codes().at(5, 5), kInk);
        QCOMPARE(std::ranges::count(codes().codes, kArea), 0);
        QCOMPARE(on().tools().code(), kInk); // Ctrl+click did not pick
    }

    void fillsWithToleranceTakeLikeCodes()
    {
        const core::CodeTest near = core::similarCode(tinyModel()->codebook(), kArea, 1.0);
        std::int32_t like = -1, unlike = -1;
        for (std::int32_t code = 0; code < 512; ++code)
            if (code != kArea)
                (near(code) ? like : unlike) = code;
        QVERIFY(like >= 0 && unlike >= 0);
        on().document().edit(core::makePatch(codes(), rectangle(2, 2, 1, 3), core::codeInk(kArea)), "the clicked code");
        on().document().edit(core::makePatch(codes(), rectangle(2, 5, 1, 3), core::codeInk(like)), "one like it");
        on().document().edit(core::makePatch(codes(), rectangle(1, 1, 1, 9), core::codeInk(unlike)), "a wall");
        on().tools().setTool("fill");
        on().tools().setTolerance(1.0);
        on().click({2, 3});
        for (int col = 2; col <= 7; ++col)
            QCOMPARE(codes().at(2, col), kInk);
        QCOMPARE(codes().at(1, 3), unlike);
    }

    void aFillDoesNotGoAroundOutsideTheSelection()
    {
        // A U of one code whose legs are selected, but not what joins them.
        for (const core::Region& part : {rectangle(2, 2, 6, 1), rectangle(7, 2, 1, 5), rectangle(2, 6, 6, 1)})
            on().document().edit(core::makePatch(codes(), part, core::codeInk(kArea)), "U");
        on().document().select(rectangle(2, 2, 3, 5), "the upper half");
        on().tools().setTool("fill");
        on().click({3, 2});
        QCOMPARE(codes().at(4, 2), kInk);
        QCOMPARE(codes().at(4, 6), kArea);
        QCOMPARE(codes().at(5, 2), kArea);
        on().click({3, 6}, Qt::LeftButton, Qt::ControlModifier);
        QCOMPARE(codes().at(4, 6), kInk);
        QCOMPARE(codes().at(5, 6), kArea);
    }

    void aShapeIsShownDuringTheDragAndWrittenAtItsEnd()
    {
        on().tools().setTool("shape");
        on().tools().setShapeStyle(core::ShapeKind::ellipse, false);
        on().press({3, 4});
        on().hover({12, 14});
        QVERIFY(codes() == encoded());
        const core::IndexMap shown = shownCodes(on());
        on().release({12, 14});
        QVERIFY(codes() == shown);
        const core::Region ellipse =
            core::drawnShape({3, 4}, {12, 14}, {core::ShapeKind::ellipse, false, 1}, on().document().grid());
        QVERIFY(codes() == with(encoded(), ellipse, core::codeInk(kInk)));
        QCOMPARE(steps(), 1);
    }

    void shiftMakesSquaresAndEscapeMakesNothing()
    {
        on().tools().setTool("shape");
        on().tools().setShapeStyle(core::ShapeKind::rectangle, true);
        on().drag({{3, 4}, {5, 10}}, Qt::LeftButton, Qt::ShiftModifier);
        QVERIFY(codes() == with(encoded(), rectangle(3, 4, 7, 7), core::codeInk(kInk)));
        on().press({1, 1});
        on().hover({9, 9});
        on().key(Qt::Key_Escape);
        on().release({9, 9});
        QCOMPARE(steps(), 1);
    }

    void anOutlineIsAsThickAsTheBrush()
    {
        on().tools().setTool("shape");
        on().tools().setBrushSize(2);
        on().tools().setShapeStyle(core::ShapeKind::rectangle, false);
        on().drag({{2, 2}, {9, 12}});
        QCOMPARE(codes().at(3, 3), kInk);
        QCOMPARE(codes().at(4, 4), encoded().at(4, 4));
    }

    void nothingIsPaintedWithCodesThatTheModelDoesNotHave()
    {
        on().tools().setCode(9999);
        on().tools().setStamp(core::CodeBlock{1, 1, {9999}, {1}});
        for (const char* tool : {"brush", "fill", "shape", "stamp", "morph"}) {
            on().tools().setTool(tool);
            on().drag({{2, 2}, {4, 4}});
        }
        on().tools().setDice(true);
        on().drag({{2, 2}, {4, 4}});
        QVERIFY(codes() == encoded());
        QCOMPARE(steps(), 0);
    }

    /// A frame of 60 a second has 16 ms. Said, not asserted.
    void aLargeFillIsFast()
    {
        CanvasFixture large(encodedDocument(1024, 1024)); // 256 x 256 cells
        app::Document& document = large.document();
        large.tools().setCode(kInk);
        large.tools().setTool("fill");
        const core::IndexMap flat(1, 256, 256);
        document.edit(core::makePatch(document.codes(), core::wholeGrid(document.grid()), core::mapInk(flat)), "flat");
        QElapsedTimer time;
        const auto took = [&time](const char* what) {
            qInfo("256 x 256 cells: %s %.2f ms", what, double(time.nsecsElapsed()) / 1e6);
            time.restart();
        };
        time.start();
        const core::Region region =
            core::floodRegion(document.codes(), {128, 128}, core::Connectivity::four, core::sameCode(0));
        took("flood");
        core::borderOf(region);
        took("border");
        core::makePatch(document.codes(), region, core::codeInk(kInk));
        took("patch");
        large.hover({128, 128});
        took("preview");
        large.codes().grab();
        took("painting a pane");
        time.restart();
        large.press({128, 128});
        took("press");
        large.release({128, 128});
        took("release");
        QVERIFY(std::ranges::all_of(document.codes().codes, [](int code) { return code == kInk; }));
    }
};

QTEST_MAIN(TestTools)
#include "test_tools.moc"
