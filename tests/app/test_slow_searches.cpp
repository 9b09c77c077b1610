// SPDX-License-Identifier: GPL-3.0-or-later
// Jitter and morph while their search of the codebook takes its time: nothing else waits, and the same comes of it.
#include "app/tools/tool_list.h"
#include "tests/app/large_codebook.h"
#include "tests/app/searched_tools.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTimer>

using namespace tessera;
using namespace tessera::tests;

class TestSlowSearches : public QObject {
    Q_OBJECT

    std::unique_ptr<CanvasFixture> m_fixture;

    CanvasFixture& on() { return *m_fixture; }
    const core::IndexMap& codes() { return on().document().codes(); }
    const core::IndexMap& encoded() { return on().document().encodedCodes(); }
    QUndoStack& history() { return on().document().undoStack(); }
    int steps() { return history().count(); }

    void click(core::Cell cell)
    {
        on().click(cell);
        on().settle();
    }
    /// A jitter of every cell under a brush of 4 x 4, or a morph all the way to kInk under it.
    void useTool(const QString& tool) { useSearchedTool(on(), tool); }
    /// What `act` makes of the encoded codes where nothing is held up; taken back again.
    template <class Act>
    core::IndexMap made(Act&& act)
    {
        const quint64 seed = on().tools().seed();
        act();
        on().settle();
        core::IndexMap codes = this->codes();
        while (history().canUndo())
            history().undo();
        history().clear();
        on().tools().setSeed(seed);
        return codes;
    }

private slots:
    void init()
    {
        m_fixture = std::make_unique<CanvasFixture>();
        QVERIFY(QTest::qWaitForWindowExposed(&on().canvas()));
        on().tools().setCode(kInk);
        on().tools().setBrushSize(4);
    }
    void cleanup() { m_fixture.reset(); }

    void aSlowSearchHoldsUpNothingElse_data() { bothSearchedTools(); }
    void aSlowSearchHoldsUpNothingElse()
    {
        QFETCH(const QString, tool);
        useTool(tool);
        const std::vector<core::Cell> way{{8, 6}, {8, 12}, {5, 14}};
        const core::IndexMap expected = made([&] { on().drag(way); });
        QSignalSpy ended(&on().document(), &app::Document::paintingEnded);
        {
            const HeldSearch held(on().tools().search());
            on().drag(way);
            bool turned = false; // the event loop
            QTimer::singleShot(0, this, [&] { turned = true; });
            QTRY_VERIFY(turned);
            QVERIFY(codes() == encoded());
            QCOMPARE(steps(), 0);
            QVERIFY(on().document().sought().isWaiting());
            QVERIFY(on().document().isPainting()); // exports wait, and so does the exact decode
            QVERIFY(on().document().isModified());
            QCOMPARE(ended.count(), 0);
        }
        on().settle();
        QVERIFY(codes() == expected);
        QCOMPARE(steps(), 1);
        QCOMPARE(ended.count(), 1);
        QVERIFY(!on().document().isPainting());
        history().undo();
        QVERIFY(codes() == encoded());
        history().redo();
        QVERIFY(codes() == expected);
    }

    void strokesThatWaitComeInTheirOrder_data() { bothSearchedTools(); }
    void strokesThatWaitComeInTheirOrder()
    {
        QFETCH(const QString, tool);
        useTool(tool);
        on().tools().setMorph({0.5, 1});
        const auto strokes = [&] {
            on().drag({{8, 6}, {8, 7}});
            on().click({8, 8}); // begins at what the first has left
            on().click({8, 8});
        };
        const core::IndexMap expected = made([&] {
            on().drag({{8, 6}, {8, 7}});
            on().settle();
            click({8, 8});
            click({8, 8});
        });
        QVERIFY(expected != encoded());
        {
            const HeldSearch held(on().tools().search());
            strokes();
            QVERIFY(codes() == encoded());
        }
        on().settle();
        QVERIFY(codes() == expected);
        const int all = steps();
        QVERIFY(all > 1);
        for (int i = 0; i < all; ++i)
            history().undo();
        QVERIFY(codes() == encoded());
        for (int i = 0; i < all; ++i)
            history().redo();
        QVERIFY(codes() == expected);
    }

    void whatIsPaintedDuringASearchIsNewer_data() { bothSearchedTools(); }
    void whatIsPaintedDuringASearchIsNewer()
    {
        QFETCH(const QString, tool);
        useTool(tool);
        core::IndexMap expected = made([&] { on().click({8, 9}); });
        expected.at(7, 8) = 77;
        {
            const HeldSearch held(on().tools().search());
            on().click({8, 9});
            on().tools().setTool("brush");
            on().tools().setCode(77);
            on().tools().setBrushSize(1);
            on().click({7, 8});
            QCOMPARE(codes().at(7, 8), 77); // at once
        }
        on().settle();
        QVERIFY(codes() == expected);
        history().undo();
        QCOMPARE(codes().at(7, 8), 77);
        history().undo();
        QVERIFY(codes() == encoded());
    }

    void whatWaitsIsTakenBackNewestFirst_data() { bothSearchedTools(); }
    void whatWaitsIsTakenBackNewestFirst()
    {
        QFETCH(const QString, tool);
        useTool(tool);
        const core::IndexMap expected = made([&] { on().click({3, 4}); });
        {
            const HeldSearch held(on().tools().search());
            on().click({3, 4});
            on().click({12, 14});
            QVERIFY(on().document().sought().takeBack());
        }
        on().settle();
        QVERIFY(codes() == expected);
        QCOMPARE(steps(), 1);
        QVERIFY(!on().document().sought().takeBack()); // now undo is for it
    }

    void otherStepsUndoneEndASearch()
    {
        on().document().edit(oneCell(on().document(), 0, 0, 77), "a cell");
        useTool("jitter");
        {
            const HeldSearch held(on().tools().search());
            on().click({8, 9});
            history().undo(); // as the History dock does
            QVERIFY(!on().document().sought().isWaiting());
        }
        on().settle();
        QVERIFY(codes() == encoded());
        QVERIFY(history().canRedo());
    }

    void escapeEndsASearchAndTheNextStrokeIsFound_data() { bothSearchedTools(); }
    void escapeEndsASearchAndTheNextStrokeIsFound()
    {
        QFETCH(const QString, tool);
        useTool(tool);
        const core::IndexMap expected = made([&] { on().click({3, 4}); });
        {
            const HeldSearch held(on().tools().search());
            on().press({8, 9});
            on().hover({8, 12});
            on().key(Qt::Key_Escape);
            on().hover({8, 14});
            on().release({8, 14});
            QVERIFY(!on().document().sought().isWaiting());
            on().click({3, 4});
        }
        on().settle();
        QVERIFY(codes() == expected);
        QCOMPARE(steps(), 1);
    }

    void aSelectionMadeDuringASearchDoesNotConfineIt()
    {
        useTool("morph");
        {
            const HeldSearch held(on().tools().search());
            on().click({8, 9});
            on().document().select(rectangle(0, 0, 2, 2), "some");
        }
        on().settle();
        QVERIFY(codes() == with(encoded(), rectangle(6, 7, 4, 4), core::codeInk(kInk)));
    }

    void otherCodesEndASearch()
    {
        useTool("jitter");
        {
            const HeldSearch held(on().tools().search());
            on().click({8, 9});
            encode(on().document());
            QVERIFY(!on().document().sought().isWaiting());
        }
        on().settle();
        QVERIFY(codes() == encoded());
        QCOMPARE(steps(), 0);
    }

    void aDocumentMayBeClosedDuringASearch_data() { bothSearchedTools(); }
    void aDocumentMayBeClosedDuringASearch()
    {
        QFETCH(const QString, tool);
        app::ToolState tools;
        app::Canvas canvas(tools);
        canvas.resize(803, 655);
        auto document = encodedDocument(96, 72);
        canvas.setDocument(document.get());
        tools.setTool(tool);
        tools.setCode(kInk);
        {
            const HeldSearch held(tools.search());
            app::PaneView& pane = *canvas.panes()[static_cast<std::size_t>(app::PaneSource::codes)];
            QTest::mouseClick(&pane, Qt::LeftButton, {}, pane.rect().center());
            QVERIFY(document->sought().isWaiting());
            document.reset();
        }
        const QFuture<int> later = tools.search().run<int>(tinyModel(), [](const auto&, QPromise<int>&) {});
        QTRY_VERIFY(later.isFinished());
        QVERIFY(!canvas.document());
    }

    void toolsMayEndBeforeWhatTheyLookFor()
    {
        auto document = encodedDocument(96, 72);
        {
            app::ToolState tools;
            app::Canvas canvas(tools);
            canvas.resize(803, 655);
            canvas.setDocument(document.get());
            tools.setTool("jitter");
            app::PaneView& pane = *canvas.panes()[static_cast<std::size_t>(app::PaneSource::codes)];
            const HeldSearch held(tools.search());
            QTest::mouseClick(&pane, Qt::LeftButton, {}, pane.rect().center());
        }
        QTRY_VERIFY(!document->sought().isWaiting());
    }

    void aLargeCodebookKeepsNobodyWaiting_data()
    {
        bothSearchedTools();
    }
    /// 16 x 16 cells among 16384 codes of 256 numbers. Said, not asserted.
    void aLargeCodebookKeepsNobodyWaiting()
    {
        QFETCH(const QString, tool);
        static const std::shared_ptr<const core::VqModel> model = largeCodebook(16384, 256);
        auto document = newDocument(256, 256);
        core::Prepared prepared = core::prepare(*document->original(), model->config(), core::Fit::pad);
        document->setEncoded(model, std::move(prepared), counted(64, 64));
        CanvasFixture large(std::move(document));
        QVERIFY(QTest::qWaitForWindowExposed(&large.canvas()));
        large.tools().setBrushSize(16);
        large.tools().setJitter({8, 1});
        large.tools().setCode(9999);
        large.tools().setTool(tool);
        QElapsedTimer time;
        double longest = 0;
        const auto timed = [&](auto&& act) {
            time.start();
            act();
            longest = std::max(longest, double(time.nsecsElapsed()) / 1e6);
        };
        const auto say = [&](const char* what) {
            qInfo("%s, %s: the longest event took %.1f ms", qPrintable(tool), what, longest);
            longest = 0;
        };
        timed([&] { large.hover({20, 20}); });
        say("hover");
        timed([&] { large.press({20, 20}); });
        timed([&] { large.hover({20, 30}); });
        timed([&] { large.hover({20, 45}); });
        timed([&] { large.release({20, 45}); });
        QElapsedTimer whole;
        whole.start();
        while (large.document().sought().isWaiting())
            timed([] { QCoreApplication::processEvents(); });
        qInfo("%s: found after %lld ms", qPrintable(tool), whole.elapsed());
        say("a stroke");
        QCOMPARE(large.document().undoStack().count(), 1);
    }
};

QTEST_MAIN(TestSlowSearches)
#include "test_slow_searches.moc"
