// SPDX-License-Identifier: GPL-3.0-or-later
// The tools that select, under real mouse and key events: which cells they select and how selections combine, what a
// selection confines, that its codes can be moved, and that all of it can be undone.
#include "app/codes/code_edits.h"
#include "core/edit/region_sets.h"
#include "core/edit/shapes.h"
#include "tests/app/canvas_fixture.h"

#include <QElapsedTimer>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;
using core::Cell;
using core::CellRect;
using core::Region;

namespace {

constexpr Qt::KeyboardModifiers kAdd = Qt::ShiftModifier, kSubtract = Qt::ControlModifier,
                                kIntersect = Qt::ShiftModifier | Qt::ControlModifier;

} // namespace

class TestSelection : public QObject {
    Q_OBJECT

    std::unique_ptr<CanvasFixture> m_fixture;

    app::Document& document() { return m_fixture->document(); }
    const Region& selection() { return document().selection(); }
    void drag(const std::vector<Cell>& cells, Qt::KeyboardModifiers modifiers = {})
    {
        m_fixture->drag(cells, Qt::LeftButton, modifiers);
    }
    void click(Cell cell, Qt::KeyboardModifiers modifiers = {}) { drag({cell}, modifiers); }
    Region rectangle(Cell from, Cell to) { return core::rectangleRegion(from, to, document().grid()); }
    void use(const char* tool) { m_fixture->tools().setTool(QString::fromLatin1(tool)); }
    void paint(Cell cell, int code) { document().edit(oneCell(document(), cell.row, cell.col, code), "paint"); }

private slots:
    void init()
    {
        m_fixture = std::make_unique<CanvasFixture>();
        QVERIFY(QTest::qWaitForWindowExposed(&m_fixture->canvas()));
    }
    void cleanup() { m_fixture.reset(); }

    void aDragSelectsTheRectangleBetweenItsEndsInEveryPane()
    {
        use("select");
        m_fixture->canvas().viewport().setZoom(2);
        for (const PaneSource source :
             {PaneSource::input, PaneSource::codes, PaneSource::reconstruction, PaneSource::error}) {
            const int row = 2 + static_cast<int>(source);
            app::PaneView& pane = m_fixture->pane(source);
            QTest::mousePress(&pane, Qt::LeftButton, {}, m_fixture->at({row + 7, 11}));
            QTest::mouseMove(&pane, m_fixture->at({1, 1}));
            QTest::mouseRelease(&pane, Qt::LeftButton, {}, m_fixture->at({row, 4}));
            QCOMPARE(selection(), rectangle({row, 4}, {row + 7, 11}));
        }
        drag({{15, 20}, {30, 40}});
        QCOMPARE(selection().bounds, (CellRect{15, 20, 3, 4}));
        QVERIFY(document().codes() == document().encodedCodes());
    }

    void modifiersAddSubtractAndIntersect()
    {
        use("select");
        const Region first = rectangle({2, 3}, {7, 9}), second = rectangle({5, 6}, {11, 14});
        const auto with = [&](Qt::KeyboardModifiers modifiers) {
            m_fixture->canvas().setFocus();
            document().select(first, "first");
            drag({{5, 6}, {11, 14}}, modifiers);
            return selection();
        };
        QCOMPARE(with(kAdd), core::united(first, second));
        QCOMPARE(with(kSubtract), core::subtracted(first, second));
        QCOMPARE(with(kIntersect), core::intersected(first, second));
        document().select({}, "none");
        drag({{5, 6}, {11, 14}}, kAdd);
        QCOMPARE(selection(), second);
    }

    void aClickSelectsOneCellAndTheNextOneDeselects()
    {
        use("select");
        click({4, 5});
        QCOMPARE(selection(), rectangle({4, 5}, {4, 5}));
        click({9, 9});
        QVERIFY(selection().isEmpty());
        drag({{2, 2}, {6, 6}});
        click({4, 4}); // inside
        QVERIFY(selection().isEmpty());
        click({1, 1});
        click({3, 3}, kAdd);
        QCOMPARE(core::cellCount(selection()), std::int64_t{2});
        drag({{-3, -3}, {-1, -1}});
        QVERIFY(selection().isEmpty());
    }

    void theLassoSelectsWhatItGoesAround()
    {
        use("lasso");
        const std::vector<Cell> path{{2, 3}, {2, 12}, {9, 12}, {9, 3}};
        drag(path);
        QCOMPARE(selection(), rectangle({2, 3}, {9, 12}));
        const std::vector<Cell> triangle{{12, 2}, {16, 9}, {16, 2}};
        drag(triangle, kAdd);
        const Region below = core::polygonRegion(triangle, document().grid());
        QCOMPARE(selection(), core::united(rectangle({2, 3}, {9, 12}), below));
        click({0, 20});
        QVERIFY(selection().isEmpty());
    }

    void theWandSelectsWhatHangsTogetherThroughLikeCodes()
    {
        core::IndexMap codes = document().codes();
        std::ranges::fill(codes.codes, 7);
        for (int row = 0; row < 18; ++row)
            codes.at(row, 10) = 9; // a wall
        codes.at(5, 10) = 8;       // with a door
        codes.at(17, 10) = 7;      // and a gap
        app::putCodes(document(), codes, "walls");
        use("wand");
        click({3, 3});
        QCOMPARE(core::cellCount(selection()), std::int64_t{18 * 23 + 1});
        click({5, 10});
        QCOMPARE(selection(), rectangle({5, 10}, {5, 10}));
        const core::Weight& codebook = document().model()->codebook();
        m_fixture->tools().setTolerance(1e6);
        click({0, 10});
        QCOMPARE(selection(), core::wholeGrid(document().grid()));
        m_fixture->tools().setTolerance(1e-6);
        click({2, 10});
        QCOMPARE(selection(), core::floodRegion(document().codes(), {2, 10}, core::Connectivity::four,
                                                core::similarCode(codebook, 9, 1e-6)));
    }

    void theWandGoesAcrossCornersWhenAsked()
    {
        paint({4, 4}, 500);
        paint({5, 5}, 500);
        paint({6, 6}, 500);
        use("wand");
        click({5, 5});
        QCOMPARE(core::cellCount(selection()), std::int64_t{1});
        m_fixture->tools().setConnectivity(core::Connectivity::eight);
        click({5, 5});
        QCOMPARE(core::cellCount(selection()), std::int64_t{3});
    }

    void allCellsOfACodeAreSelectedWhereverTheyAre()
    {
        paint({0, 0}, 300);
        paint({17, 23}, 300);
        paint({9, 4}, 300);
        use("same");
        click({9, 4});
        QCOMPARE(selection().bounds, document().grid());
        QCOMPARE(core::cellCount(selection()), std::int64_t{4}); // and the one that the encoder gave it
        click({1, 0}, kAdd);
        QCOMPARE(core::cellCount(selection()), std::int64_t{5});
        click({40, 40});
        QVERIFY(selection().isEmpty());
        m_fixture->tools().setTolerance(0.5);
        click({9, 4});
        const core::CodeTest isLike = core::similarCode(document().model()->codebook(), 300, 0.5);
        QCOMPARE(selection(), core::sameRegion(document().codes(), isLike));
        QVERIFY(core::cellCount(selection()) > 4);
    }

    void aSelectionIsOneStepOfUndoHoweverLongItsDrag()
    {
        use("select");
        drag({{2, 2}, {3, 3}, {4, 9}, {6, 6}});
        drag({{8, 8}, {9, 9}, {12, 12}});
        QCOMPARE(document().undoStack().count(), 2);
        document().undoStack().undo();
        QCOMPARE(selection(), rectangle({2, 2}, {6, 6}));
        document().undoStack().undo();
        QVERIFY(selection().isEmpty());
        document().undoStack().redo();
        QCOMPARE(selection(), rectangle({2, 2}, {6, 6}));
    }

    void escapeTakesTheDragBackAndThenTheSelection()
    {
        use("select");
        drag({{2, 2}, {6, 6}});
        m_fixture->press({8, 8});
        m_fixture->hover({12, 12});
        QCOMPARE(selection(), rectangle({8, 8}, {12, 12}));
        m_fixture->key(Qt::Key_Escape);
        QCOMPARE(selection(), rectangle({2, 2}, {6, 6}));
        m_fixture->hover({14, 14});
        m_fixture->release({14, 14});
        QCOMPARE(selection(), rectangle({2, 2}, {6, 6}));
        m_fixture->key(Qt::Key_Escape);
        QVERIFY(selection().isEmpty());
        document().undoStack().undo();
        QCOMPARE(selection(), rectangle({2, 2}, {6, 6}));
    }

    void aDragOfTheSelectionMovesItsCodes()
    {
        paint({3, 4}, 400);
        paint({4, 5}, 401);
        for (const char* tool : {"select", "lasso", "wand", "same"}) {
            use(tool);
            document().select(rectangle({3, 4}, {4, 5}), "part");
            const core::IndexMap before = document().codes();
            const int steps = document().undoStack().count();
            drag({{4, 4}, {9, 9}, {10, 11}});
            QCOMPARE(selection(), rectangle({9, 11}, {10, 12}));
            core::IndexMap expected = before;
            for (int row = 3; row <= 4; ++row)
                for (int col = 4; col <= 5; ++col) {
                    expected.at(row, col) = document().encodedCodes().at(row, col);
                    expected.at(row + 6, col + 7) = before.at(row, col);
                }
            QVERIFY(document().codes() == expected);
            QCOMPARE(document().undoStack().count(), steps + 1);
            document().undoStack().undo();
            QVERIFY(document().codes() == before);
            QCOMPARE(selection(), rectangle({3, 4}, {4, 5}));
            document().undoStack().undo();
        }
    }

    void aMoveShowsItsCodesOnTheWayAndEscapeTakesItBack()
    {
        paint({3, 4}, 400);
        use("select");
        document().select(rectangle({3, 4}, {3, 4}), "cell");
        const core::IndexMap before = document().codes();
        m_fixture->press({3, 4});
        m_fixture->hover({6, 6});
        QCOMPARE(document().codes().at(6, 6), 400);
        m_fixture->hover({7, 6});
        QCOMPARE(document().codes().at(6, 6), before.at(6, 6)); // nothing is smeared on the way
        QCOMPARE(document().codes().at(7, 6), 400);
        m_fixture->key(Qt::Key_Escape);
        m_fixture->release({7, 6});
        QVERIFY(document().codes() == before);
        QCOMPARE(selection(), rectangle({3, 4}, {3, 4}));
    }

    void codesThatAreMovedOverTheEdgeComeBackInTheSameDrag()
    {
        paint({3, 0}, 400);
        use("select");
        document().select(rectangle({3, 0}, {3, 1}), "cells");
        const core::IndexMap before = document().codes();
        m_fixture->press({3, 1});
        m_fixture->hover({3, 0});
        QCOMPARE(selection(), rectangle({3, 0}, {3, 0}));
        m_fixture->hover({3, -9}); // all of it would be gone
        QCOMPARE(selection(), rectangle({3, 0}, {3, 0}));
        m_fixture->hover({3, 1});
        m_fixture->release({3, 1});
        QVERIFY(document().codes() == before);
        QCOMPARE(selection(), rectangle({3, 0}, {3, 1}));
    }

    /// Of 256 x 256 cells, half is moved; the times are told, not judged.
    void aLargeSelectionFollowsTheMouse()
    {
        CanvasFixture large(encodedDocument(1024, 1024));
        large.canvas().viewport().setZoom(1);
        large.tools().setTool(QStringLiteral("select"));
        app::Document& document = large.document();
        const core::IndexMap before = document.codes();
        constexpr int kMoves = 20;
        QElapsedTimer time;
        time.start();
        large.press({0, 0});
        for (int i = 1; i <= kMoves; ++i)
            large.hover({100 + i, 255});
        large.release({127, 255});
        QCOMPARE(document.selection().bounds, (CellRect{0, 0, 128, 256}));
        qInfo("256 x 256 cells: %.2f ms a move while selecting", double(time.nsecsElapsed()) / 1e6 / kMoves);
        time.restart();
        large.press({10, 10});
        for (int i = 1; i <= kMoves; ++i)
            large.hover({10 + i, 10 + i});
        large.release({10 + kMoves, 10 + kMoves});
        qInfo("256 x 256 cells: %.2f ms a move while moving half of them", double(time.nsecsElapsed()) / 1e6 / kMoves);
        QCOMPARE(document.selection().bounds, (CellRect{kMoves, kMoves, 128, 256 - kMoves}));
        QCOMPARE(document.codes().at(kMoves + 5, kMoves + 7), before.at(5, 7));
        QCOMPARE(document.undoStack().count(), 2);
    }

    void strokesRestoresAndImportsChangeSelectedCellsOnly()
    {
        document().select(rectangle({4, 4}, {8, 8}), "part");
        m_fixture->tools().setCode(500);
        use("brush");
        drag({{6, 0}, {6, 23}});
        for (int col = 0; col < 24; ++col)
            QCOMPARE(document().codes().at(6, col) == 500, col >= 4 && col <= 8);
        core::IndexMap all = document().codes();
        std::ranges::fill(all.codes, 33);
        QCOMPARE(app::putCodes(document(), all, "import"), qint64{25});
        QCOMPARE(std::ranges::count(document().codes().codes, 33), std::ptrdiff_t{26}); // and the encoder's own
        document().select(rectangle({4, 4}, {4, 8}), "row");
        use("restore");
        drag({{3, 3}, {8, 8}});
        QCOMPARE(app::putCodes(document(), document().encodedCodes(), "restore"), qint64{4});
        QCOMPARE(document().codes().at(5, 5), 33);
    }

    void thePreviewOfAStrokeEndsWhereTheSelectionEnds()
    {
        std::vector<QRgb> colours(512, qRgb(60, 60, 60));
        colours[500] = qRgb(250, 20, 20);
        m_fixture->canvas().setCodeColours(colours);
        m_fixture->canvas().setNumbersVisible(false);
        m_fixture->tools().setCode(500);
        m_fixture->tools().setBrushSize(5);
        document().select(rectangle({4, 4}, {8, 8}), "part");
        m_fixture->hover({8, 8});
        const QImage image = m_fixture->codes().grab().toImage();
        QVERIFY(qRed(image.pixel(m_fixture->at({7, 7}))) > 150);
        QCOMPARE(image.pixel(m_fixture->at({9, 9})), colours[0]);
        QCOMPARE(image.pixel(m_fixture->at({7, 9})), colours[0]);
    }

    void theBorderOfTheSelectionIsBlackAndWhiteInEveryPane()
    {
        m_fixture->decode();
        for (const QRgb background : {qRgb(0, 0, 0), qRgb(255, 255, 255), qRgb(128, 128, 128)}) {
            m_fixture->canvas().setCodeColours(std::vector<QRgb>(512, background));
            document().select(rectangle({4, 4}, {12, 12}), "part");
            for (app::PaneView* pane : m_fixture->canvas().panes()) {
                const QImage image = pane->grab().toImage();
                const QPoint from = m_fixture->canvas().viewport().toWidget(QPointF(16, 16), pane->size()).toPoint();
                const int length = m_fixture->at({12, 12}).y() - from.y();
                int black = 0, white = 0;
                for (int y = from.y(); y < from.y() + length; ++y) { // along its left side
                    int darkest = 255, lightest = 0;
                    for (int x = from.x() - 1; x <= from.x(); ++x) {
                        darkest = std::min(darkest, qGray(image.pixel(x, y)));
                        lightest = std::max(lightest, qGray(image.pixel(x, y)));
                    }
                    black += darkest < 20 ? 1 : 0;
                    white += lightest > 235 ? 1 : 0;
                }
                QVERIFY2(black > length / 3 && white > length / 3, qPrintable(pane->accessibleName()));
            }
        }
    }

    void shiftAndTheArrowKeysSelectARectangle()
    {
        m_fixture->canvas().setFocus();
        m_fixture->canvas().setCursorCell({5, 5});
        for (const Qt::Key key : {Qt::Key_Right, Qt::Key_Right, Qt::Key_Down, Qt::Key_Right})
            m_fixture->key(key, Qt::ShiftModifier);
        QCOMPARE(selection(), rectangle({5, 5}, {6, 8}));
        for (const Qt::Key key : {Qt::Key_Left, Qt::Key_Left, Qt::Key_Left, Qt::Key_Left, Qt::Key_Up, Qt::Key_Up})
            m_fixture->key(key, Qt::ShiftModifier);
        QCOMPARE(selection(), rectangle({4, 4}, {5, 5}));
        QCOMPARE(document().undoStack().count(), 1);
        m_fixture->key(Qt::Key_Down); // the next one begins where the cursor is
        m_fixture->key(Qt::Key_Down);
        m_fixture->key(Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(selection(), rectangle({6, 4}, {6, 5}));
        QCOMPARE(document().undoStack().count(), 2);
        m_fixture->key(Qt::Key_Escape);
        QVERIFY(selection().isEmpty());
        m_fixture->key(Qt::Key_Escape); // then the cursor
        m_fixture->key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(core::cellCount(selection()), std::int64_t{1});
    }

    void enterUsesASelectToolAtTheKeyboardsCell()
    {
        m_fixture->canvas().setFocus();
        use("same");
        m_fixture->canvas().setCursorCell({5, 5});
        m_fixture->key(Qt::Key_Return);
        QCOMPARE(selection(), rectangle({5, 5}, {5, 5}));
        m_fixture->canvas().setCursorCell({7, 5});
        m_fixture->key(Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(core::cellCount(selection()), std::int64_t{2});
        m_fixture->canvas().setCursorCell({5, 5});
        m_fixture->key(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(selection(), rectangle({7, 5}, {7, 5}));
    }

    void newCodesTakeTheSelectionAway()
    {
        use("select");
        m_fixture->press({4, 4});
        m_fixture->hover({8, 8});
        encode(document());
        m_fixture->hover({9, 9});
        m_fixture->release({9, 9});
        QVERIFY(selection().isEmpty());
        QCOMPARE(document().undoStack().count(), 0);
    }
};

QTEST_MAIN(TestSelection)
#include "test_selection.moc"
