// SPDX-License-Identifier: GPL-3.0-or-later
// Panes under real mouse and key events: layouts, what a pane shows and compares, and how their views hang together.
#include "app/panes/difference_image.h"
#include "app/panes/pane_images.h"
#include "tests/app/four_panes.h"

#include <QSignalSpy>
#include <QToolButton>

#include <set>

using namespace tessera;
using namespace tessera::tests;
using app::Compare;
using app::PaneSource;

class TestPanes : public QObject, private FourPanes {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }

    void layoutsShowOneTwoOrFourPanes()
    {
        const auto seen = [this] {
            return std::ranges::count_if(m_canvas->panes(), [](const PaneView* view) { return view->isVisible(); });
        };
        QCOMPARE(seen(), 4);
        panes().setCount(2);
        QCOMPARE(seen(), 2);
        QCOMPARE(pane(0).size(), pane(1).size());
        QVERIFY(pane(0).height() > 500 && pane(0).width() == 401);
        panes().setCount(1);
        QCOMPARE(seen(), 1);
        QCOMPARE(pane(0).width(), 803);
        panes().setCount(3); // there is no such layout
        QCOMPARE(panes().count(), 1);
        m_canvas->resize(400, 800);
        panes().setCount(2);
        QTRY_COMPARE(pane(0).width(), 400); // on top of each other, where that leaves more room
    }

    void eachLayoutRemembersWhatItsPanesShow()
    {
        choose(1, {"Reconstruction"});
        QCOMPARE(pane(1).source(), PaneSource::reconstruction);
        panes().setCount(1);
        QCOMPARE(pane(0).source(), PaneSource::reconstruction);
        choose(0, {"Codes"});
        panes().setCount(4);
        QCOMPARE(pane(0).source(), PaneSource::input);
        QCOMPARE(pane(1).source(), PaneSource::reconstruction);
        panes().setCount(1);
        QCOMPARE(pane(0).source(), PaneSource::codes);
    }

    void eachLayoutRemembersHowItsPanesCompare()
    {
        pane(2).setSetup({.first = {PaneSource::reconstruction}, .second = {PaneSource::input}, .compare = app::Compare::wipe, .line = 0.25});
        const app::PaneSetup wiped = pane(2).setup();
        panes().setCount(1);
        QCOMPARE(pane(0).setup().compare, app::Compare::off);
        pane(0).setSetup({.first = {PaneSource::reconstruction}, .second = {PaneSource::input}, .compare = app::Compare::blink});
        panes().setCount(4);
        QVERIFY(pane(2).setup() == wiped);
        QCOMPARE(pane(0).setup().compare, app::Compare::off);
        QSignalSpy turns(&pane(0), &app::PaneView::seenChanged);
        panes().setCount(1);
        QCOMPARE(pane(0).setup().compare, app::Compare::blink);
        const auto before = turns.size();
        QTRY_VERIFY(turns.size() > before); // its clock runs again
    }

    void aPaneThatShowsAnotherPictureIsKeptAsWhatItShowedBefore()
    {
        pane(3).setSetup({.first = {PaneSource::reconstruction, 7}});
        QVERIFY((panes().sources(4)
                 == std::vector{PaneSource::input, PaneSource::codes, PaneSource::reconstruction, PaneSource::error}));
        panes().setCount(1);
        panes().setCount(4);
        QCOMPARE(pane(3).setup().first.document, quint64{7});
        pane(3).setSetup({.first = {PaneSource::unquantized}});
        QCOMPARE(panes().sources(4).back(), PaneSource::unquantized);
    }

    void aPaneShowsTheSourceThatIsChosenInItsMenu()
    {
        QCOMPARE(colourAt(pane(0), 10.5, 10.5), input(10, 10));
        choose(0, {"Reconstruction"});
        QCOMPARE(colourAt(pane(0), 10.5, 10.5), made(10, 10));
        QVERIFY(header(0).button().text() == "Reconstruction");
        QVERIFY(header(0).accessibleName().contains("exact"));
        QTest::mouseClick(&pane(0), Qt::LeftButton, {}, at(pane(0), 14, 14)); // and is painted in like any other
        QCOMPARE(m_document->codes().at(3, 3), m_tools->code());
    }

    void aNarrowPaneShortensItsNameAndKeepsTheSignOfItsState()
    {
        choose(0, {"Reconstruction"});
        app::PaneHeader& head = header(0);
        const auto shown = [&](int width) {
            head.resize(width, head.height());
            const QImage image = head.grab().toImage();
            const int begin = head.button().geometry().right() + 1;
            std::set<QRgb> colours;
            for (int x = begin; x < image.width(); ++x)
                colours.insert(image.pixel(x, image.height() / 2));
            return colours.size() > 1;
        };
        for (const int width : {130, 173, 210, 280}) {
            QVERIFY(shown(width));
            QVERIFY(head.button().sizeHint().width() <= head.button().width()); // nothing of the text is cut
        }
        QCOMPARE(head.button().text(), QString("Reconstruction"));
        QVERIFY(shown(110));
        QVERIFY(head.button().text().endsWith(QChar(0x2026)));
        QVERIFY(head.accessibleName().contains("Reconstruction") && head.accessibleName().contains("exact"));
    }

    void theUnquantizedPictureIsShownOnceItIsThere()
    {
        choose(3, {"Unquantized"});
        const QRgb before = colourAt(pane(3), 20.5, 20.5);
        auto picture = std::make_shared<core::Picture>(96, 72, 3);
        std::ranges::fill(picture->values, 0.25F);
        m_canvas->images().setUnquantized(picture, {});
        QTRY_COMPARE(colourAt(pane(3), 20.5, 20.5), qRgb(64, 64, 64));
        QVERIFY(before != qRgb(64, 64, 64));
        encode(*m_document); // other codes: that picture was of the old ones
        QVERIFY(colourAt(pane(3), 20.5, 20.5) != qRgb(64, 64, 64));
    }

    void aWipeShowsTheFirstLeftOfTheLineAndTheSecondRightOfIt()
    {
        choose(2, {"Wipe"});
        QCOMPARE(pane(2).setup().second.source, PaneSource::input);
        const QImage image = pane(2).grab().toImage();
        QCOMPARE(image.pixel(at(pane(2), 30.5, 40.5)), made(30, 40));
        QCOMPARE(image.pixel(at(pane(2), 70.5, 40.5)), input(70, 40));
        QVERIFY(header(2).button().text().contains("Reconstruction") && header(2).button().text().contains("Input"));
    }

    void theLineOfAWipeIsDragged()
    {
        pane(2).setCompare(Compare::wipe);
        const int middle = static_cast<int>(pane(2).lineX());
        QTest::mouseMove(&pane(2), {middle + 1, 90});
        QCOMPARE(pane(2).cursor().shape(), Qt::SplitHCursor);
        QTest::mousePress(&pane(2), Qt::LeftButton, {}, {middle + 1, 90});
        QTest::mouseMove(&pane(2), {100, 95});
        QCOMPARE(pane(2).lineX(), 100.0);
        QTest::mouseMove(&pane(2), {-50, 95});
        QCOMPARE(pane(2).lineX(), 0.0);
        QTest::mouseMove(&pane(2), {300, 95});
        QTest::mouseRelease(&pane(2), Qt::LeftButton, {}, {300, 95});
        QCOMPARE(pane(2).lineX(), 300.0);
        QCOMPARE(m_document->undoStack().count(), 0); // nothing was painted on the way
        QTest::mouseMove(&pane(2), {200, 95});
        QVERIFY(pane(2).cursor().shape() != Qt::SplitHCursor);
        QCOMPARE(pane(2).lineX(), 300.0);
        QTest::mouseClick(&pane(2), Qt::LeftButton, {}, {200, 95});
        QCOMPARE(m_document->undoStack().count(), 1); // beside the line it is a pane like any other
    }

    void altAndTheArrowsMoveTheLine()
    {
        m_canvas->setFocus();
        QTest::mousePress(&pane(2), Qt::MiddleButton, {}, {20, 20});
        QTest::mouseRelease(&pane(2), Qt::MiddleButton, {}, {20, 20});
        pane(2).setCompare(Compare::wipe);
        QTest::keyClick(m_canvas.get(), Qt::Key_Left, Qt::AltModifier);
        QTest::keyClick(m_canvas.get(), Qt::Key_Left, Qt::AltModifier);
        QVERIFY(qFuzzyCompare(pane(2).setup().line, 0.46));
        QTest::keyClick(m_canvas.get(), Qt::Key_Right, Qt::AltModifier);
        QVERIFY(qFuzzyCompare(pane(2).setup().line, 0.48));
    }

    void blinkingShowsOneAfterTheOther()
    {
        QSignalSpy seen(&pane(2), &PaneView::seenChanged);
        pane(2).setCompare(Compare::blink);
        QCOMPARE(pane(2).seen().source, PaneSource::reconstruction);
        QTRY_COMPARE(pane(2).seen().source, PaneSource::input);
        QCOMPARE(colourAt(pane(2), 10.5, 40.5), input(10, 40));
        QTRY_COMPARE(pane(2).seen().source, PaneSource::reconstruction);
        QVERIFY(seen.count() >= 3);
        pane(2).setCompare(Compare::off);
        QCOMPARE(pane(2).seen().source, PaneSource::reconstruction);
    }

    void theDifferenceIsThatOfTheTwoPictures_data()
    {
        QTest::addColumn<bool>("isSigned");
        QTest::addColumn<bool>("isAutomatic");
        QTest::newRow("how far, automatic") << false << true;
        QTest::newRow("how far, fixed") << false << false;
        QTest::newRow("signed, automatic") << true << true;
        QTest::newRow("signed, fixed") << true << false;
    }
    void theDifferenceIsThatOfTheTwoPictures()
    {
        QFETCH(const bool, isSigned);
        QFETCH(const bool, isAutomatic);
        app::PaneSetup setup{
            {PaneSource::reconstruction}, {PaneSource::input}, Compare::difference, 0.5, {isSigned, isAutomatic, 0.5}};
        pane(2).setSetup(setup);
        QTRY_VERIFY(pane(2).difference().isUpToDate() && !pane(2).difference().image().isEmpty());
        const app::DifferenceImage expected =
            app::makeDifference(*m_document->reconstruction(), *m_document->seen(), setup.difference);
        QCOMPARE(pane(2).difference().range(), expected.range);
        if (!isAutomatic)
            QCOMPARE(expected.range, 0.5);
        for (const QPoint pixel : {QPoint(30, 40), QPoint(61, 23)})
            QCOMPARE(colourAt(pane(2), pixel.x() + 0.5, pixel.y() + 0.5), expected.image.pixel(pixel));
    }

    void aDifferenceFollowsTheReconstruction()
    {
        pane(2).setCompare(Compare::difference);
        QTRY_VERIFY(!pane(2).difference().image().isEmpty());
        m_document->edit(oneCell(*m_document, 10, 7, 300), "Paint");
        const auto decoded = fakePicture(m_document->codes());
        m_document->setReconstruction(decoded, m_document->revision());
        QTRY_VERIFY(pane(2).difference().isUpToDate());
        const app::DifferenceImage expected =
            app::makeDifference(*decoded, *m_document->seen(), pane(2).setup().difference);
        QTRY_COMPARE(colourAt(pane(2), 7 * kFactor + 1.5, 10 * kFactor + 1.5),
                     expected.image.pixel(7 * kFactor + 1, 10 * kFactor + 1));
        QTRY_COMPARE(header(2).state(), app::PaneState::exact);
    }

    void differencesOfUnlikeSizesSayWhy()
    {
        auto small = std::make_shared<core::Picture>(90, 72, 3);
        m_canvas->images().setUnquantized(small, {});
        pane(2).setSetup({{PaneSource::unquantized}, {PaneSource::input}, Compare::difference});
        QTRY_VERIFY(pane(2).difference().problem().contains("90x72"));
    }

    void aZeroDifferenceIsWhiteWhereSignedAndDarkestWhereNot()
    {
        const core::Picture picture = gradient(5, 4);
        QCOMPARE(app::makeDifference(picture, picture, {.isSigned = true}).image.pixel(2, 2),
                 app::differenceColour(0, true));
        QCOMPARE(app::makeDifference(picture, picture, {}).image.pixel(2, 2), app::differenceColour(0, false));
        QVERIFY(qGray(app::differenceColour(0, true)) > 235);
    }

    void linkedPanesMoveTogether()
    {
        QTest::mousePress(&pane(1), Qt::MiddleButton, {}, {100, 100});
        QTest::mouseMove(&pane(1), {150, 80});
        QTest::mouseRelease(&pane(1), Qt::MiddleButton, {}, {150, 80});
        for (const PaneView* view : m_canvas->panes())
            QCOMPARE(view->viewport().centre(), m_canvas->viewport().centre());
    }

    void anUnlinkedPaneMovesAloneAndKeepsItsOffsetWhenLinkedAgain()
    {
        choose(1, {"Linked View"});
        QVERIFY(!pane(1).link().isLinked());
        const QPointF before = pane(0).viewport().centre();
        QTest::mousePress(&pane(1), Qt::MiddleButton, {}, {100, 100});
        QTest::mouseMove(&pane(1), {140, 80});
        QTest::mouseRelease(&pane(1), Qt::MiddleButton, {}, {140, 80});
        QCOMPARE(pane(0).viewport().centre(), before);
        const QPointF offset = pane(1).viewport().centre() - before;
        QCOMPARE(offset, QPointF(-10, 5));
        m_canvas->viewport().pan({12, 0});
        QCOMPARE(pane(1).viewport().centre(), before + offset);

        QVERIFY(header(1).linkText().contains("not linked"));
        choose(1, {"Linked View"});
        QVERIFY(header(1).linkText().contains("offset"));
        const QPointF kept = pane(1).viewport().centre() - pane(0).viewport().centre();
        QTest::mousePress(&pane(1), Qt::MiddleButton, {}, {100, 100});
        QTest::mouseMove(&pane(1), {110, 120});
        QTest::mouseRelease(&pane(1), Qt::MiddleButton, {}, {110, 120});
        m_canvas->viewport().setZoom(6);
        QCOMPARE(pane(1).viewport().centre() - pane(0).viewport().centre(), kept);
        QCOMPARE(pane(1).viewport().zoom(), 6.0);

        choose(1, {"Look Where the Others Look"});
        QCOMPARE(pane(1).viewport().centre(), pane(0).viewport().centre());
        QVERIFY(header(1).linkText().isEmpty());
    }

    void anUnlinkedPaneIsPaintedWhereItLooks()
    {
        pane(1).link().setLinked(false);
        pane(1).viewport().setZoom(8);
        m_tools->setCode(77);
        QTest::mouseClick(&pane(1), Qt::LeftButton, {}, at(pane(1), 50, 30));
        QCOMPARE(m_document->codes().at(7, 12), 77);
    }

    void thePressedPaneIsTheActiveOne()
    {
        QCOMPARE(&panes().active(), &pane(0));
        QTest::mouseClick(&pane(3), Qt::MiddleButton, {}, {20, 20});
        QCOMPARE(&panes().active(), &pane(3));
        panes().setCount(1);
        QCOMPARE(&panes().active(), &pane(0));
    }

    void largePixelsShowTheirValues()
    {
        m_canvas->viewport().setZoom(32);
        const QImage below = pane(2).grab().toImage();
        QCOMPARE(below.pixel(at(pane(2), 48.5, 36.5)), made(48, 36));
        m_canvas->viewport().setZoom(64);
        const QImage image = pane(2).grab().toImage();
        const QRectF pixel = pane(2).viewport().toWidget(QRectF(48, 36, 1, 1), pane(2).size());
        int others = 0;
        for (int y = int(pixel.top()) + 4; y < pixel.bottom() - 4; ++y)
            for (int x = int(pixel.left()) + 4; x < pixel.right() - 4; ++x)
                others += image.pixel(x, y) != made(48, 36) ? 1 : 0;
        QVERIFY(others > 40);
    }
};

QTEST_MAIN(TestPanes)
#include "test_panes.moc"
