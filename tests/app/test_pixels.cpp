// SPDX-License-Identifier: GPL-3.0-or-later
// The pixel brush in the real window: what is seen while it paints, and how its strokes become codes, one step after the
// other.
#include "app/exports/exporter.h"
#include "app/pictures/picture_files.h"
#include "tests/app/pixels_fixture.h"

#include <QColorDialog>
#include <QToolButton>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;
using core::Cell;

class TestPixels : public QObject, PixelsFixture {
    Q_OBJECT

private slots:
    void initTestCase() { makeDesk(); }
    void init() { begin(); }
    void cleanup() { end(); }

    void pixelsAreSeenUnderTheBrushInTheSameFrame()
    {
        m_gate->close();
        setBrush(4, kRed);
        const core::IndexMap before = codes();
        const QRgb there = seen({22, 18});
        press({22, 18});
        QCOMPARE(seen({21.5, 17.5}), kRed);
        QCOMPARE(header().state(), app::PaneState::approximate); // from the first pixel on
        move({34, 18});
        QCOMPARE(seen({28.5, 18.5}), kRed);
        QCOMPARE(seen({34.5, 18.5}), kRed);
        QVERIFY(codes() == before);
        release({34, 18});
        QCOMPARE(seen({28.5, 18.5}), kRed); // until it is in the reconstruction
        QCOMPARE(header().state(), app::PaneState::approximate);
        QVERIFY(there != kRed);
    }

    void onlyTheTouchedCellsAreEncodedAgainAsOneStep()
    {
        setBrush(4, kRed);
        const core::IndexMap before = codes();
        const int count = steps();
        stroke({{10, 10}, {18, 10}}); // pixels 8..20 x 8..12: cells 2 to 4 of row 2
        waitUntilAllIsCodes();
        // What a cell gets is its upper left pixel's: the brush's round ends are in cells 2 and 4.
        core::IndexMap expected = with(before, {{2, 3}}, codeOf(kRed));
        for (const Cell& end : {Cell{2, 2}, Cell{2, 4}})
            expected.at(end.row, end.col) = codes().at(end.row, end.col);
        QVERIFY(codes() == expected);
        QCOMPARE(steps(), count + 1);
        QCOMPARE(document().undoStack().undoText(), QString("Paint Pixels"));
        QVERIFY(document().selection().isEmpty());
        document().undoStack().undo();
        QVERIFY(codes() == before);
        document().undoStack().redo();
        QVERIFY(codes() == expected);
    }

    void aDotOfOnePixelTouchesOneCell()
    {
        setBrush(1, kBlue);
        const core::IndexMap before = codes();
        stroke({{20.5, 16.5}}); // the upper left pixel of cell (4, 5)
        waitUntilAllIsCodes();
        QVERIFY(codes() == with(before, {{4, 5}}, codeOf(kBlue)));
    }

    void whatIsShownBeforeThePressIsWhatIsPainted()
    {
        setBrush(6, kBlue);
        const QRgb before = seen({23.5, 18.5});
        move({24, 20});
        QCOMPARE(seen({23.5, 18.5}), kBlue);
        QVERIFY(!document().painted().isPainting() && !document().painted().isWaiting());
        move({60, 40});
        QCOMPARE(seen({23.5, 18.5}), before);
    }

    void pixelsStayInsideTheSelection()
    {
        setBrush(20, kRed);
        document().select(core::rectangleRegion({3, 4}, {4, 5}, document().grid()), QStringLiteral("some"));
        const core::IndexMap before = codes();
        press({20, 16});
        QCOMPARE(seen({18.5, 14.5}), kRed);
        QVERIFY(seen({14.5, 14.5}) != kRed);
        release({20, 16});
        waitUntilAllIsCodes();
        QVERIFY(codes() == with(before, {{3, 4}, {3, 5}, {4, 4}, {4, 5}}, codeOf(kRed)));
    }

    void strokesThatFollowEachOtherQuicklyAllBecomeCodes()
    {
        m_gate->close();
        const core::IndexMap before = codes();
        const int count = steps();
        setBrush(1, kRed);
        stroke({{8.5, 8.5}});
        setBrush(1, kBlue);
        stroke({{40.5, 20.5}});
        setBrush(1, kRed);
        stroke({{52.5, 32.5}});
        QCOMPARE(document().painted().layers().size(), std::size_t{3});
        QVERIFY(codes() == before);
        m_gate->open();
        waitUntilAllIsCodes();
        QVERIFY(codes() == with(with(before, {{2, 2}, {8, 13}}, codeOf(kRed)), {{5, 10}}, codeOf(kBlue)));
        QCOMPARE(steps(), count + 3);
        QTRY_VERIFY(document().painted().layers().empty()); // nothing lies over it any more
    }

    void layersThatComeIntoSightTogetherGoTogether()
    {
        app::PaintedPixels painted;
        int told = 0;
        // As the panes do: whoever hears of a change asks again what has been seen.
        connect(&painted, &app::PaintedPixels::changed, &painted, [&] {
            ++told;
            painted.seen(3);
        });
        for (int i = 0; i < 3; ++i)
            painted.put({QImage(4, 4, QImage::Format_ARGB32), {0, i}, {{0, i, 1, 1}, {}}}, kFactor);
        const quint64 first = painted.layers().front().id;
        told = 0;
        {
            const QSignalBlocker quiet(painted);
            for (quint64 i = 0; i < 3; ++i)
                painted.becameCodes(first + i, i + 1);
        }
        painted.seen(3);
        QVERIFY(painted.layers().empty());
        QCOMPARE(told, 3);
    }

    void undoTakesBackWhatIsNotYetCodes()
    {
        m_gate->close();
        setBrush(1, kRed);
        QVERIFY(pane().rect().contains(at({8.5, 8.5})));
        const QRgb unpainted = seen({8.5, 8.5});
        stroke({{8.5, 8.5}});
        QCOMPARE(seen({8.5, 8.5}), kRed);
        QTest::mouseMove(&pane(), {2, 2}); // the brush's preview would cover it
        const core::IndexMap before = codes();
        const int count = steps();
        QVERIFY(m_fixture->window().actions().at(QStringLiteral("undo")).text().contains(QStringLiteral("Paint Pixels")));
        m_fixture->trigger(QStringLiteral("undo"));
        QVERIFY(!document().painted().isWaiting());
        QCOMPARE(seen({8.5, 8.5}), unpainted);
        QCOMPARE(steps(), count);
        QVERIFY(document().undoStack().canUndo()); // the step before is still there
        m_gate->open();
        setBrush(1, kBlue);
        stroke({{40.5, 20.5}});
        waitUntilAllIsCodes();
        QVERIFY(codes() == with(before, {{5, 10}}, codeOf(kBlue)));
    }

    void escapeTakesAStrokeBack()
    {
        setBrush(4, kRed);
        const QRgb before = seen({22.5, 18.5});
        press({22, 18});
        move({40, 18});
        key(Qt::Key_Escape);
        QTest::mouseMove(&pane(), {2, 2});
        QCOMPARE(seen({22.5, 18.5}), before);
        QTest::mouseRelease(&pane(), Qt::LeftButton, {}, {2, 2});
        QVERIFY(document().painted().layers().empty());
    }

    void cancellingTheEncodeDropsWhatWasPainted()
    {
        m_gate->close();
        setBrush(1, kRed);
        const core::IndexMap before = codes();
        const int passes = m_gate->entered();
        stroke({{8.5, 8.5}});
        stroke({{40.5, 20.5}});
        QTRY_VERIFY(m_gate->entered() > passes);
        m_fixture->session().cancel();
        QTRY_VERIFY(!document().painted().isWaiting());
        m_gate->open();
        QVERIFY(codes() == before);
        stroke({{8.5, 8.5}}); // and the next one comes
        waitUntilAllIsCodes();
        QCOMPARE(codes().at(2, 2), codeOf(kRed));
    }

    void anEncodeThatFailsSaysSoAndChangesNothing()
    {
        setBrush(1, kRed);
        const core::IndexMap before = codes();
        m_gate->next([](const core::Progress&) { throw core::Error("the card is gone"); });
        stroke({{8.5, 8.5}});
        QTRY_VERIFY(m_fixture->messages().join(QString()).contains(QStringLiteral("the card is gone")));
        QTRY_VERIFY(!document().painted().isWaiting());
        QVERIFY(codes() == before);
    }

    void controlPicksAColourFromWhatThePaneShows()
    {
        setBrush(4, kRed);
        QTest::mouseClick(&pane(), Qt::LeftButton, Qt::ControlModifier, at({22.5, 18.5}));
        QCOMPARE(tools().pixels().colour, app::toImage(*document().reconstruction()).pixel(22, 18));
        app::PaneView& input = m_fixture->pane(PaneSource::input);
        QTest::mouseClick(&input, Qt::LeftButton, Qt::ControlModifier, at({22.5, 18.5}));
        QCOMPARE(tools().pixels().colour, qRgb(20, 60, 90));
        app::PaneView& shownCodes = m_fixture->pane(PaneSource::codes); // no picture: the reconstruction there
        QTest::mouseClick(&shownCodes, Qt::LeftButton, Qt::ControlModifier, at({40.5, 30.5}));
        QCOMPARE(tools().pixels().colour, app::toImage(*document().reconstruction()).pixel(40, 30));
        QVERIFY(document().painted().layers().empty());
    }

    void theColourButtonOpensADialogWhoseColourPaints()
    {
        setBrush(4, kRed);
        for (auto* button : m_fixture->window().findChildren<QToolButton*>())
            if (button->isVisible() && button->accessibleName().startsWith(QStringLiteral("Colour of the pixel brush")))
                QTest::mouseClick(button, Qt::LeftButton);
        auto* dialog = m_fixture->window().findChild<QColorDialog*>(QStringLiteral("pixel-colour"));
        QVERIFY(dialog);
        dialog->setCurrentColor(QColor(kBlue));
        dialog->accept();
        QCOMPARE(tools().pixels().colour, kBlue);
    }

    void theKeyboardPaintsADabOnItsCell()
    {
        setBrush(8, kRed);
        const core::IndexMap before = codes();
        m_fixture->window().canvas().setFocus();
        m_fixture->window().canvas().setCursorCell({4, 5});
        key(Qt::Key_Return);
        waitUntilAllIsCodes();
        QCOMPARE(codes().at(4, 5), codeOf(kRed)); // whose upper left pixel is inside the disc
        QVERIFY(codes().at(4, 5) != before.at(4, 5));
        QCOMPARE(codes().at(7, 5), before.at(7, 5));
    }

    void shiftPaintsAStraightLine()
    {
        setBrush(1, kRed);
        stroke({{8.5, 8.5}});
        QTest::mouseClick(&pane(), Qt::LeftButton, Qt::ShiftModifier, at({28.5, 8.5}));
        waitUntilAllIsCodes();
        for (int col = 2; col <= 7; ++col)
            QCOMPARE(codes().at(2, col), codeOf(kRed));
    }

    void theSizeKeysAreForTheBrushOfPixelsToo()
    {
        setBrush(20, kRed);
        const int cells = tools().brushSize();
        m_fixture->trigger(QStringLiteral("brush-larger"));
        QCOMPARE(tools().pixels().brush.size, 22);
        m_fixture->trigger(QStringLiteral("brush-smaller"));
        QCOMPARE(tools().pixels().brush.size, 20);
        QCOMPARE(tools().brushSize(), cells);
    }

    void whatLeavesTheProgramWaitsForPaintedPixels()
    {
        m_gate->close();
        setBrush(1, kRed);
        stroke({{8.5, 8.5}});
        const QString picture = m_desk->file(QStringLiteral("out.png")), file = m_desk->file(QStringLiteral("out.npy"));
        m_fixture->window().exporter().exportPicture(picture, {});
        QVERIFY(m_fixture->window().exporter().isWaiting());
        QVERIFY(document().isModified()); // and nobody closes it unasked
        m_gate->open();
        QTRY_VERIFY(QFile::exists(picture));
        QCOMPARE(codes().at(2, 2), codeOf(kRed));
        QCOMPARE(QImage(picture).pixel(9, 9), app::toImage(*fakePicture(codes())).pixel(9, 9));
        m_gate->close();
        stroke({{40.5, 20.5}});
        m_fixture->window().exporter().exportCodes(file);
        QVERIFY(m_fixture->window().exporter().isWaiting());
        m_gate->open();
        QTRY_VERIFY(QFile::exists(file));
        QCOMPARE(codes().at(5, 10), codeOf(kRed));
        QTRY_VERIFY(!m_fixture->window().exporter().isWorking());
        waitUntilAllIsCodes();
    }

    void pixelsBecomeCodesThoughAnotherPictureIsInFront()
    {
        m_gate->close();
        setBrush(1, kRed);
        app::Document& painted = document();
        const core::IndexMap before = codes();
        stroke({{8.5, 8.5}});
        stroke({{40.5, 20.5}});
        const QString file = m_desk->file(QStringLiteral("behind.png"));
        m_fixture->window().exporter().exportPicture(file, {});
        QImage(32, 32, QImage::Format_RGB32).save(m_desk->file(QStringLiteral("other.png")));
        m_fixture->session().openPictures({m_desk->file(QStringLiteral("other.png"))});
        QTRY_VERIFY(&document() != &painted);
        m_gate->open();
        QTRY_VERIFY(!m_fixture->window().exporter().isWorking());
        QVERIFY(&document() != &painted);
        QVERIFY(painted.codes() == with(before, {{2, 2}, {5, 10}}, codeOf(kRed)));
        QCOMPARE(QImage(file).pixel(9, 9), app::toImage(*fakePicture(painted.codes())).pixel(9, 9));
        painted.undoStack().setClean();
    }

    void pixelsOfAPictureThatIsClosedHoldUpNoOthers()
    {
        m_gate->close();
        setBrush(1, kRed);
        app::Document& closed = document();
        stroke({{8.5, 8.5}});
        QImage(32, 32, QImage::Format_RGB32).save(m_desk->file(QStringLiteral("stays.png")));
        m_fixture->session().openPictures({m_desk->file(QStringLiteral("stays.png"))});
        QTRY_VERIFY(&document() != &closed);
        m_fixture->session().close(&closed);
        m_gate->open();
        QTRY_VERIFY(m_fixture->isExact());
        stroke({{8.5, 8.5}});
        waitUntilAllIsCodes();
        QCOMPARE(codes().at(2, 2), codeOf(kRed));
        QVERIFY(m_fixture->messages().isEmpty());
    }

    void codesThatComeDuringADragWaitForItsEnd()
    {
        m_gate->close();
        setBrush(1, kRed);
        const int passes = m_gate->entered();
        int encoded = 0;
        connect(&m_fixture->session().engine(), &app::Engine::encoded, &m_fixture->window(), [&encoded] { ++encoded; });
        stroke({{8.5, 8.5}});
        QTRY_VERIFY(m_gate->entered() > passes);
        tools().setTool(QStringLiteral("brush"));
        tools().setCode(400);
        const int count = steps();
        press({40.5, 20.5});
        m_gate->letOnePass(); // the encode
        QTRY_COMPARE(encoded, 1);
        QVERIFY(document().painted().isWaiting());
        move({52.5, 20.5});
        release({52.5, 20.5});
        QVERIFY(!document().painted().isWaiting());
        QCOMPARE(steps(), count + 2); // the drag in one, the pixels in another
        QCOMPARE(codes().at(2, 2), codeOf(kRed));
        QCOMPARE(codes().at(5, 13), 400);
    }
};

QTEST_MAIN(TestPixels)
#include "test_pixels.moc"
