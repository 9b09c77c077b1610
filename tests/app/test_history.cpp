// SPDX-License-Identifier: GPL-3.0-or-later
// The limit of the undo history, and that undo and redo scroll to what they change.
#include "app/documents/edit_command.h"
#include "app/documents/history.h"
#include "app/panes/pane_set.h"
#include "core/edit/region_sets.h"
#include "core/edit/replace.h"
#include "core/files/project.h"
#include "tests/app/canvas_fixture.h"

#include <QSignalSpy>

using namespace tessera;
using namespace tessera::tests;
using app::Document;

class TestHistory : public QObject {
    Q_OBJECT

    static std::size_t bytesOfOneStep()
    {
        const auto document = encodedDocument(32, 20);
        document->edit(oneCell(*document, 1, 1, 500), "a step");
        return app::historyBytes(document->undoStack());
    }

    /// `count` steps of one cell each, named by their number, from `first` on.
    static void paint(Document& document, int first, int count)
    {
        for (int i = first; i < first + count; ++i)
            document.edit(oneCell(document, i % 5, i / 5 % 8, 100 + i), QString::number(i));
    }

private slots:
    void theOldestStepsGoAndTheOthersStillUndoAndRedo()
    {
        const auto document = encodedDocument(32, 20);
        const std::size_t limit = 10 * bytesOfOneStep();
        document->setHistoryLimit(limit);
        std::vector<core::IndexMap> states{document->codes()};
        for (int i = 0; i < 25; ++i) {
            paint(*document, i, 1);
            states.push_back(document->codes());
            QVERIFY(app::historyBytes(document->undoStack()) <= limit);
            QCOMPARE(document->undoStack().index(), document->undoStack().count());
        }
        QUndoStack& stack = document->undoStack();
        const int kept = stack.count();
        QVERIFY(kept >= 8 && kept <= 10);
        QCOMPARE(stack.undoText(), QString("24"));
        for (int back = 1; back <= kept; ++back) {
            stack.undo();
            QVERIFY(document->codes() == states[states.size() - 1 - std::size_t(back)]);
        }
        QVERIFY(!stack.canUndo());
        for (int forth = kept; forth >= 1; --forth) {
            stack.redo();
            QVERIFY(document->codes() == states[states.size() - std::size_t(forth)]);
        }
    }

    void forgettingStepsChangesNoCodes()
    {
        const auto document = encodedDocument(32, 20);
        paint(*document, 0, 12);
        const core::IndexMap codes = document->codes();
        QSignalSpy changed(document.get(), &Document::codesChanged);
        const quint64 revision = document->revision();
        document->setHistoryLimit(3 * bytesOfOneStep());
        QVERIFY(document->undoStack().count() < 4);
        QVERIFY(document->codes() == codes);
        QCOMPARE(changed.count(), 0);
        QCOMPARE(document->revision(), revision);
    }

    void theNewestStepStaysHoweverLargeItIs()
    {
        const auto document = encodedDocument(32, 20);
        document->setHistoryLimit(1);
        paint(*document, 0, 3);
        QCOMPARE(document->undoStack().count(), 1);
        QCOMPARE(document->undoStack().undoText(), QString("2"));
    }

    void theSavedStateIsFoundAgain()
    {
        const auto document = encodedDocument(32, 20);
        document->setHistoryLimit(10 * bytesOfOneStep());
        paint(*document, 0, 9);
        document->undoStack().setClean();
        paint(*document, 9, 4); // the limit was passed here
        QVERIFY(document->isModified());
        QVERIFY(document->undoStack().count() < 13);
        for (int i = 0; i < 4; ++i)
            document->undoStack().undo();
        QVERIFY(!document->isModified());
        document->undoStack().undo();
        QVERIFY(document->isModified());
    }

    void aSavedStateThatIsForgottenIsNeverReached()
    {
        const auto document = encodedDocument(32, 20); // unmodified as it is
        document->setHistoryLimit(4 * bytesOfOneStep());
        paint(*document, 0, 9);
        while (document->undoStack().canUndo()) {
            QVERIFY(document->isModified());
            document->undoStack().undo();
        }
        QVERIFY(document->codes() != document->encodedCodes());
        QVERIFY(document->isModified());
    }

    void aDragThatPassesTheLimitIsStillOneStep()
    {
        CanvasFixture fixture;
        Document& document = fixture.document();
        document.setHistoryLimit(5 * bytesOfOneStep());
        fixture.tools().setCode(500);
        for (int row = 0; row < 6; ++row)
            fixture.click({row, 1});
        const core::IndexMap before = document.codes();
        fixture.press({9, 2});
        for (int col = 3; col < 20; ++col)
            fixture.hover({9, col});
        fixture.release({9, 19});
        QCOMPARE(document.codes().at(9, 19), 500);
        document.undoStack().undo();
        QVERIFY(document.codes() == before);
        // And such a drag can be taken back.
        fixture.press({9, 2});
        fixture.hover({9, 19});
        fixture.key(Qt::Key_Escape);
        fixture.release({9, 19});
        QVERIFY(document.codes() == before);
    }

    void whatCouldBeRedoneIsNotForgottenAndTheOldestIsAtOnce()
    {
        const auto document = encodedDocument(32, 20);
        std::vector<core::IndexMap> states{document->codes()};
        for (int i = 0; i < 12; ++i) {
            paint(*document, i, 1);
            states.push_back(document->codes());
        }
        QUndoStack& stack = document->undoStack();
        for (int i = 0; i < 2; ++i)
            stack.undo();
        QSignalSpy changed(document.get(), &Document::codesChanged);
        document->setHistoryLimit(5 * bytesOfOneStep());
        QVERIFY(document->codes() == states[10]);
        QCOMPARE(changed.count(), 0);
        const int kept = stack.count();
        QVERIFY(kept == 4 || kept == 5);
        QCOMPARE(stack.index(), kept - 2);
        for (const int state : {11, 12}) {
            stack.redo();
            QVERIFY(document->codes() == states[std::size_t(state)]);
        }
        for (int state = 11; state >= 12 - kept; --state) {
            stack.undo();
            QVERIFY(document->codes() == states[std::size_t(state)]);
        }
        QVERIFY(!stack.canUndo());
        QVERIFY(document->isModified()); // as it was encoded it can be no more
        // Where what could be redone is too much by itself, all of it stays, and one step before it.
        stack.setIndex(1);
        document->setHistoryLimit(1);
        QCOMPARE(stack.count(), kept);
        QCOMPARE(stack.index(), 1);
    }

    void theSavedStateIsFoundAgainAmongUndoneSteps()
    {
        const auto document = encodedDocument(32, 20);
        paint(*document, 0, 10);
        QUndoStack& stack = document->undoStack();
        stack.setClean();
        stack.undo();
        stack.undo();
        document->setHistoryLimit(5 * bytesOfOneStep());
        QVERIFY(stack.count() <= 5);
        QVERIFY(document->isModified());
        stack.redo();
        stack.redo();
        QVERIFY(!document->isModified());
    }

    void aHistoryThatIsReadIsLimitedToo()
    {
        const auto from = encodedDocument(32, 20);
        paint(*from, 0, 12);
        core::Project project;
        project.encodedCodes = from->encodedCodes();
        project.state.codes = from->codes();
        for (int i = 0; i < from->undoStack().count(); ++i)
            project.history.steps.push_back(
                {static_cast<const app::EditCommand*>(from->undoStack().command(i))->edit(), std::to_string(i)});
        core::revert(project.history.steps[11].edit.patch, project.state.codes);
        project.history.position = 11;
        const auto document = newDocument(32, 20);
        document->setHistoryLimit(4 * bytesOfOneStep());
        core::Prepared prepared = core::prepare(*document->original(), tinyModel()->config(), core::Fit::pad);
        document->restore(tinyModel(), std::move(prepared), project, true);
        QVERIFY(document->codes() == project.state.codes);
        QVERIFY(document->undoStack().count() <= 4);
        QVERIFY(!document->isModified());
        document->undoStack().redo();
        QVERIFY(document->codes() == from->codes());
    }

    void undoAndRedoScrollToWhatTheyChange()
    {
        CanvasFixture fixture;
        app::Viewport& view = fixture.canvas().viewport();
        fixture.tools().setCode(500);
        view.setZoom(32);
        fixture.canvas().setCursorCell({1, 1});
        fixture.click({1, 1});
        fixture.canvas().setCursorCell({16, 22});
        const auto isSeen = [&](core::Cell cell) { return fixture.codes().rect().contains(fixture.at(cell)); };
        QVERIFY(!isSeen({1, 1}));
        fixture.document().undoStack().undo();
        QVERIFY(isSeen({1, 1}));
        QVERIFY(!isSeen({16, 22}));
        fixture.canvas().setCursorCell({16, 22});
        fixture.document().undoStack().redo();
        QVERIFY(isSeen({1, 1}));
        const QPointF centre = view.centre();
        fixture.document().undoStack().undo(); // in sight already
        QCOMPARE(view.centre(), centre);
    }

    void scatteredChangesBringTheNearestOneIntoSight()
    {
        CanvasFixture fixture;
        Document& document = fixture.document();
        fixture.canvas().viewport().setZoom(32);
        core::IndexMap map = document.codes();
        const core::Cell corners[] = {{0, 0}, {0, 23}, {17, 23}};
        for (const core::Cell& cell : corners)
            map.at(cell.row, cell.col) = 77;
        document.edit(core::makePatch(document.codes(), core::wholeGrid(document.grid()), core::mapInk(map)), "same code");
        core::Patch patch = core::replaceCode(document.codes(), 77, 500); // as Replace does
        QCOMPARE(patch.rect, (core::CellRect{0, 0, 18, 24}));
        document.edit(std::move(patch), "Replace");
        const auto isSeen = [&](core::Cell cell) { return fixture.codes().rect().contains(fixture.at(cell)); };
        fixture.canvas().setCursorCell({8, 12}); // inside the rectangle, with none of its changed cells in sight
        fixture.canvas().setCursorCell({12, 16});
        for (const core::Cell& cell : corners)
            QVERIFY(!isSeen(cell));
        document.undoStack().undo();
        QVERIFY(isSeen({17, 23}));
        QVERIFY(!isSeen({0, 0}));
        const QPointF centre = fixture.canvas().viewport().centre();
        document.undoStack().redo(); // one of them is in sight
        QCOMPARE(fixture.canvas().viewport().centre(), centre);
    }

    void aPaneThatIsNotLinkedScrollsByItself()
    {
        CanvasFixture fixture;
        app::PaneView& pane = fixture.codes();
        fixture.canvas().viewport().setZoom(32);
        fixture.canvas().paneSet().setActive(pane);
        pane.link().setLinked(false);
        pane.viewport().setView(32, {60, 40});
        fixture.canvas().viewport().setView(32, {4, 4}); // the others see what will change
        const QPointF others = fixture.canvas().viewport().centre();
        const auto place = [&](core::Cell cell) {
            return pane.viewport().toWidget(QPointF((cell.col + 0.5) * 4, (cell.row + 0.5) * 4), pane.size()).toPoint();
        };
        fixture.document().edit(oneCell(fixture.document(), 0, 1, 500), "a step");
        QVERIFY(!pane.rect().contains(place({0, 1})));
        fixture.document().undoStack().undo();
        QVERIFY(pane.rect().contains(place({0, 1})));
        QCOMPARE(fixture.canvas().viewport().centre(), others);
    }

    void aPaneThatIsLinkedWithAnOffsetLeadsTheOthers()
    {
        CanvasFixture fixture;
        app::PaneView& pane = fixture.codes();
        fixture.canvas().viewport().setView(32, {20, 20});
        fixture.canvas().paneSet().setActive(pane);
        pane.link().setLinked(false);
        pane.viewport().setView(32, {50, 40});
        pane.link().setLinked(true);
        QVERIFY(pane.link().hasOffset());
        fixture.document().edit(oneCell(fixture.document(), 4, 5, 500), "a step"); // in the middle of what the others see
        const QPointF middle(5.5 * 4, 4.5 * 4);
        const auto isSeen = [&] { return QRectF(pane.rect()).contains(pane.viewport().toWidget(middle, pane.size())); };
        QVERIFY(!isSeen());
        fixture.document().undoStack().undo();
        QVERIFY(isSeen());
        QVERIFY(pane.link().hasOffset());
    }

    void paintingItselfDoesNotScroll()
    {
        CanvasFixture fixture;
        fixture.canvas().viewport().setZoom(32);
        fixture.canvas().setCursorCell({16, 22});
        const QPointF centre = fixture.canvas().viewport().centre();
        fixture.document().edit(oneCell(fixture.document(), 0, 0, 500), "out of sight");
        const int stroke = fixture.document().newStroke();
        fixture.document().edit(oneCell(fixture.document(), 0, 1, 500), "likewise", stroke);
        fixture.document().cancelStroke(stroke);
        QCOMPARE(fixture.canvas().viewport().centre(), centre);
    }
};

QTEST_MAIN(TestHistory)
#include "test_history.moc"
