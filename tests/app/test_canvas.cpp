// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas under real mouse and key events: which cells a stroke writes, what picks, pans, zooms and aborts, and that
// all panes mark the same cell.
#include "app/canvas/canvas.h"
#include "app/panes/pane_header.h"
#include "app/panes/pane_view.h"
#include "app/tools/tool_state.h"
#include "tests/app/made_document.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace tessera;
using namespace tessera::tests;
using app::Canvas;
using app::Document;
using app::PaneHeader;
using app::PaneSource;
using app::PaneView;
using app::ToolState;

class TestCanvas : public QObject {
    Q_OBJECT

    static constexpr int kFactor = 4;
    static constexpr int kInk = 500;

    std::unique_ptr<ToolState> m_tools;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<Canvas> m_canvas;

    PaneView& pane(PaneSource source) { return *m_canvas->panes()[static_cast<std::size_t>(source)]; }
    PaneView& codes() { return pane(PaneSource::codes); }

    const PaneHeader& header(PaneSource source)
    {
        return *m_canvas->findChildren<PaneHeader*>()[static_cast<int>(source)];
    }

    /// The middle of a cell in a pane, where it is on the screen now.
    QPoint at(int row, int col)
    {
        const QPointF middle((col + 0.5) * kFactor, (row + 0.5) * kFactor);
        return m_canvas->viewport().toWidget(middle, codes().size()).toPoint();
    }

    QRectF onScreen(const QRectF& picture) { return m_canvas->viewport().toWidget(picture, codes().size()); }

    void drag(PaneView& view, const QList<QPoint>& points, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mousePress(&view, Qt::LeftButton, modifiers, points.first());
        for (const QPoint& point : points.mid(1))
            QTest::mouseMove(&view, point);
        QTest::mouseRelease(&view, Qt::LeftButton, modifiers, points.last());
    }

    static void turnWheel(PaneView& view, QPoint position, int angle, Qt::KeyboardModifiers modifiers = {})
    {
        QWheelEvent event(position, view.mapToGlobal(position), {}, {0, angle}, Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(&view, &event);
    }

    /// The encoded codes with kInk on the straight line between two cells.
    core::IndexMap withLine(core::Cell from, core::Cell to)
    {
        core::IndexMap map = m_document->encodedCodes();
        core::apply(core::makePatch(map,
                                    core::brushLine(from, to, m_tools->brushSize(), m_tools->brushShape(),
                                                    m_document->grid()),
                                    core::codeInk(kInk)),
                    map);
        return map;
    }

    /// Where two pictures of a widget differ.
    static QRect difference(const QImage& a, const QImage& b)
    {
        QRect box;
        for (int y = 0; y < a.height(); ++y)
            for (int x = 0; x < a.width(); ++x)
                if (a.pixel(x, y) != b.pixel(x, y))
                    box |= QRect(x, y, 1, 1);
        return box;
    }

private slots:
    void init()
    {
        m_tools = std::make_unique<ToolState>();
        m_tools->setCode(kInk);
        m_document = encodedDocument(96, 72);
        m_canvas = std::make_unique<Canvas>(*m_tools);
        m_canvas->resize(803, 655);
        m_canvas->setDocument(m_document.get());
        m_canvas->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_canvas.get()));
        m_document->setReconstruction(fakePicture(m_document->codes()), m_document->revision());
        QTRY_COMPARE(header(PaneSource::reconstruction).state(), app::PaneState::exact);
    }
    void cleanup()
    {
        m_canvas.reset();
        m_document.reset();
        m_tools.reset();
    }

    void thePanesAreEquallyLarge()
    {
        for (const PaneView* view : m_canvas->panes())
            QCOMPARE(view->size(), codes().size());
        QCOMPARE(codes().size().width(), 401);
    }

    void aClickWritesTheCellUnderIt()
    {
        m_canvas->viewport().setZoom(4);
        // By hand: the middle of the pane shows the middle of the picture, (48, 36), which is cell row 9, column 12.
        const QPoint middle(codes().width() / 2, codes().height() / 2);
        QTest::mouseClick(&codes(), Qt::LeftButton, {}, middle + QPoint(3, 3));
        QVERIFY(m_document->codes() == withLine({9, 12}, {9, 12}));
        QTest::mouseClick(&codes(), Qt::LeftButton, {}, middle + QPoint(3 - 16, 3 + 2 * 16));
        core::IndexMap expected = withLine({9, 12}, {9, 12});
        expected.at(11, 11) = kInk;
        QVERIFY(m_document->codes() == expected);
    }

    void aStrokeWritesTheCellsBetweenTheMouseEvents_data()
    {
        QTest::addColumn<double>("zoom");
        QTest::addColumn<QPointF>("offset");
        QTest::addColumn<int>("size");
        QTest::newRow("1:1") << 1.0 << QPointF(0, 0) << 1;
        QTest::newRow("reduced") << 0.5 << QPointF(3, -5) << 1;
        QTest::newRow("between levels") << 2.37 << QPointF(11.3, 7.9) << 2;
        QTest::newRow("magnified") << 6.0 << QPointF(-37, 21) << 3;
        QTest::newRow("large") << 16.0 << QPointF(90.5, -61.25) << 5;
    }
    void aStrokeWritesTheCellsBetweenTheMouseEvents()
    {
        QFETCH(const double, zoom);
        QFETCH(const QPointF, offset);
        QFETCH(const int, size);
        m_canvas->viewport().setZoom(zoom);
        m_canvas->viewport().pan(offset);
        m_tools->setBrushSize(size);
        drag(codes(), {at(8, 10), at(9, 13), at(7, 11)});
        core::IndexMap expected = withLine({8, 10}, {9, 13});
        core::apply(core::makePatch(expected,
                                    core::brushLine({9, 13}, {7, 11}, size, core::BrushShape::square,
                                                    m_document->grid()),
                                    core::codeInk(kInk)),
                    expected);
        QVERIFY(m_document->codes() == expected);
        QCOMPARE(m_document->undoStack().count(), 1);
        m_document->undoStack().undo();
        QVERIFY(m_document->codes() == m_document->encodedCodes());
    }

    void everyPaneCanBePaintedIn()
    {
        int row = 2;
        for (PaneView* view : m_canvas->panes()) {
            drag(*view, {at(row, 3), at(row, 6)});
            for (int col = 3; col <= 6; ++col)
                QCOMPARE(m_document->codes().at(row, col), kInk);
            ++row;
        }
        QCOMPARE(m_document->undoStack().count(), 4);
    }

    void aStrokeThatBeginsOutsidePaintsOnceItIsInside()
    {
        m_canvas->viewport().setZoom(2);
        drag(codes(), {at(5, -3), at(5, 2)});
        QVERIFY(m_document->codes() == withLine({5, 0}, {5, 2}));
        drag(codes(), {at(-4, -4), at(-4, 40)});
        QCOMPARE(m_document->undoStack().count(), 1);
    }

    void controlClickPicksWhateverTheTool()
    {
        for (const char* tool : {"brush", "restore", "pick"}) {
            m_tools->setTool(tool);
            m_tools->setCode(kInk);
            QTest::mouseClick(&codes(), Qt::LeftButton, Qt::ControlModifier, at(3, 5));
            QCOMPARE(m_tools->code(), 3 * 24 + 5);
            QTest::mouseClick(&pane(PaneSource::input), Qt::RightButton, {}, at(4, 6));
            QCOMPARE(m_tools->code(), 4 * 24 + 6);
        }
        QTest::mouseClick(&codes(), Qt::LeftButton, {}, at(0, 1)); // with the pick tool
        QCOMPARE(m_tools->code(), 1);
        QCOMPARE(m_document->undoStack().count(), 0);
    }

    void pickingOutsideThePictureChangesNothing()
    {
        m_canvas->viewport().setZoom(1);
        QTest::mouseClick(&codes(), Qt::LeftButton, Qt::ControlModifier, at(-2, 3));
        QCOMPARE(m_tools->code(), kInk);
    }

    void shiftClickDrawsAStraightLineFromTheLastPoint()
    {
        QTest::mouseClick(&codes(), Qt::LeftButton, {}, at(2, 3));
        QTest::mouseClick(&codes(), Qt::LeftButton, Qt::ShiftModifier, at(14, 9));
        QVERIFY(m_document->codes() == withLine({2, 3}, {14, 9}));
        QCOMPARE(m_document->undoStack().count(), 2);
        QTest::mouseClick(&codes(), Qt::LeftButton, Qt::ShiftModifier, at(14, 12));
        QCOMPARE(m_document->codes().at(14, 10), kInk);
    }

    void shiftWithoutALastPointIsAnOrdinaryClick()
    {
        QTest::mouseClick(&codes(), Qt::LeftButton, Qt::ShiftModifier, at(14, 9));
        QVERIFY(m_document->codes() == withLine({14, 9}, {14, 9}));
    }

    void escapeTakesTheStrokeBack()
    {
        QTest::mouseClick(&codes(), Qt::LeftButton, {}, at(1, 1));
        const core::IndexMap before = m_document->codes();
        QTest::mousePress(&codes(), Qt::LeftButton, {}, at(4, 4));
        QTest::mouseMove(&codes(), at(4, 9));
        QVERIFY(m_document->codes() != before);
        QTest::keyClick(m_canvas.get(), Qt::Key_Escape);
        QVERIFY(m_document->codes() == before);
        QTest::mouseMove(&codes(), at(9, 9));
        QTest::mouseRelease(&codes(), Qt::LeftButton, {}, at(9, 9));
        QVERIFY(m_document->codes() == before);
        QCOMPARE(m_document->undoStack().count(), 1);
        QVERIFY(!m_document->undoStack().canRedo());
    }

    void restoreGivesBackTheEncodersCodes()
    {
        drag(codes(), {at(2, 2), at(2, 12)});
        m_tools->setTool("restore");
        drag(codes(), {at(2, 4), at(2, 12)});
        QVERIFY(m_document->codes() == withLine({2, 2}, {2, 3}));
        QCOMPARE(m_document->undoStack().undoText(), QString("Restore"));
    }

    void aCodeThatTheModelDoesNotHaveIsNotPainted()
    {
        m_tools->setCode(9999);
        drag(codes(), {at(2, 2), at(2, 12)});
        QVERIFY(m_document->codes() == m_document->encodedCodes());
        encode(*m_document); // a document's new codes bring the tools back to one that exists
        QCOMPARE(m_tools->code(), 0);
    }

    void theWheelZoomsAtTheCursor()
    {
        for (const int angle : {120, 240, -120, 37, -53}) {
            const QPoint cursor(123, 87);
            const QPointF point = codes().toPicture(cursor);
            const double zoom = m_canvas->viewport().zoom();
            turnWheel(codes(), cursor, angle);
            QVERIFY(angle > 0 ? m_canvas->viewport().zoom() > zoom : m_canvas->viewport().zoom() < zoom);
            const QPointF now = codes().toPicture(cursor);
            QVERIFY(std::abs(now.x() - point.x()) < 1e-6 && std::abs(now.y() - point.y()) < 1e-6);
        }
        m_canvas->viewport().setZoom(2);
        turnWheel(codes(), {50, 50}, 120);
        QCOMPARE(m_canvas->viewport().zoom(), 3.0);
    }

    void shiftAndTheWheelChangeTheBrush()
    {
        turnWheel(codes(), {50, 50}, 240, Qt::ShiftModifier);
        QCOMPARE(m_tools->brushSize(), 3);
        turnWheel(codes(), {50, 50}, 60, Qt::ShiftModifier);
        turnWheel(codes(), {50, 50}, 60, Qt::ShiftModifier);
        QCOMPARE(m_tools->brushSize(), 4);
        turnWheel(codes(), {50, 50}, -1200, Qt::ShiftModifier);
        QCOMPARE(m_tools->brushSize(), 1);
    }

    void middleDragAndSpaceDragPan()
    {
        m_canvas->viewport().setZoom(8);
        const QPointF point = codes().toPicture(QPointF(100, 100));
        QTest::mousePress(&codes(), Qt::MiddleButton, {}, {100, 100});
        QTest::mouseMove(&codes(), {130, 80});
        QTest::mouseRelease(&codes(), Qt::MiddleButton, {}, {130, 80});
        QCOMPARE(codes().toPicture(QPointF(130, 80)), point);

        QTest::keyPress(m_canvas.get(), Qt::Key_Space);
        drag(codes(), {{130, 80}, {100, 100}});
        QTest::keyRelease(m_canvas.get(), Qt::Key_Space);
        QCOMPARE(codes().toPicture(QPointF(100, 100)), point);
        QCOMPARE(m_document->undoStack().count(), 0);
        drag(codes(), {at(9, 12), at(9, 13)});
        QCOMPARE(m_document->undoStack().count(), 1);
    }

    void arrowsMoveACellCursorAndEnterPaintsThere()
    {
        QVERIFY(m_canvas->focusPolicy() & Qt::TabFocus);
        m_canvas->setFocus();
        m_canvas->setCursorCell({5, 5});
        QTest::keyClick(m_canvas.get(), Qt::Key_Right);
        QTest::keyClick(m_canvas.get(), Qt::Key_Down);
        QTest::keyClick(m_canvas.get(), Qt::Key_Return);
        QVERIFY(m_document->codes() == withLine({6, 6}, {6, 6}));
        QTest::keyClick(m_canvas.get(), Qt::Key_Left, Qt::NoModifier);
        QTest::keyClick(m_canvas.get(), Qt::Key_Up);
        QTest::keyClick(m_canvas.get(), Qt::Key_Up);
        QTest::keyClick(m_canvas.get(), Qt::Key_Enter, Qt::ShiftModifier);
        QVERIFY(m_document->codes() == withLine({6, 6}, {4, 5}));
        m_canvas->setCursorCell({-3, 900});
        QTest::keyClick(m_canvas.get(), Qt::Key_Enter);
        QCOMPARE(m_document->codes().at(0, 23), kInk);
        QTest::keyClick(m_canvas.get(), Qt::Key_Escape);
        QTest::keyClick(m_canvas.get(), Qt::Key_Enter);
        QCOMPARE(m_document->undoStack().count(), 3);
    }

    void everyPaneOutlinesTheCellUnderTheMouse()
    {
        QTest::mouseMove(&codes(), {1, 1}); // outside the picture
        QList<QImage> before;
        for (PaneView* view : m_canvas->panes())
            before << view->grab().toImage();
        QTest::mouseMove(&pane(PaneSource::error), at(7, 9));
        const QRectF cell = onScreen(QRectF(9 * kFactor, 7 * kFactor, kFactor, kFactor));
        for (std::size_t i = 0; i < 4; ++i) {
            const QRectF marked = difference(before[static_cast<int>(i)], m_canvas->panes()[i]->grab().toImage());
            QVERIFY(marked.adjusted(-1, -1, 1, 1).contains(cell));
            QVERIFY(cell.adjusted(-4, -4, 4, 4).contains(marked));
        }
        m_tools->setBrushSize(3);
        const QRectF brush = cell.adjusted(-cell.width(), -cell.height(), cell.width(), cell.height());
        for (std::size_t i = 0; i < 4; ++i) {
            const QRectF marked = difference(before[static_cast<int>(i)], m_canvas->panes()[i]->grab().toImage());
            QVERIFY(marked.adjusted(-1, -1, 1, 1).contains(brush));
            QVERIFY(brush.adjusted(-4, -4, 4, 4).contains(marked));
        }
    }

    void aStrokeIsEchoedBeforeAnyDecode()
    {
        std::vector<QRgb> colours(512, qRgb(40, 40, 40));
        colours[kInk] = qRgb(250, 30, 200);
        m_canvas->setCodeColours(colours);
        const auto shown = m_document->reconstruction();
        QTest::mousePress(&codes(), Qt::LeftButton, {}, at(5, 5));
        QTest::mouseMove(&codes(), at(5, 12));
        const QImage image = codes().grab().toImage();
        QCOMPARE(image.pixel(at(5, 8)), colours[kInk]);
        QCOMPARE(image.pixel(at(6, 8)), colours[0]);
        QCOMPARE(m_document->reconstruction(), shown);
        QTest::mouseRelease(&codes(), Qt::LeftButton, {}, at(5, 12));
    }

    void theBadgeSaysHowTheReconstructionStandsToTheCodes()
    {
        const PaneHeader& badge = header(PaneSource::reconstruction);
        QVERIFY(badge.accessibleName().contains("exact"));
        QTest::mouseClick(&codes(), Qt::LeftButton, {}, at(5, 5));
        QCOMPARE(badge.state(), app::PaneState::outOfDate);
        QCOMPARE(header(PaneSource::error).state(), app::PaneState::outOfDate);
        m_canvas->setDecoding(true);
        QCOMPARE(badge.state(), app::PaneState::decoding);
        QVERIFY(badge.accessibleName().contains("decoding"));
        m_document->setReconstruction(fakePicture(m_document->codes()), m_document->revision());
        m_canvas->setDecoding(false);
        QVERIFY(badge.state() != app::PaneState::outOfDate);
        QTRY_COMPARE(badge.state(), app::PaneState::exact);
    }

    void hoverTellsPositionCodesAndValues()
    {
        QList<app::Hover> told;
        connect(m_canvas.get(), &Canvas::hovered, this, [&](const app::Hover& hover) { told << hover; });
        QTest::mouseMove(&pane(PaneSource::input), at(9, 12));
        QVERIFY(told.last().inside);
        QCOMPARE(told.last().cell, (core::Cell{9, 12}));
        QCOMPARE(told.last().code, 9 * 24 + 12);
        QCOMPARE(told.last().pixel.x() / kFactor, 12);
        QVERIFY(told.last().input.startsWith("0.5"));
        QCOMPARE(told.last().reconstruction.split(' ').size(), 3);
        QTest::mouseClick(&pane(PaneSource::input), Qt::LeftButton, {}, at(9, 12));
        QCOMPARE(told.last().code, kInk);
        QCOMPARE(told.last().encodedCode, 9 * 24 + 12);
        QTest::mouseMove(&pane(PaneSource::input), {1, 1});
        QVERIFY(!told.last().inside);
        QCOMPARE(told.last().code, -1);
    }

    void paddingIsHatchedAndNamed()
    {
        const auto padded = encodedDocument(93, 70);
        m_canvas->setDocument(padded.get());
        QVERIFY(header(PaneSource::input).detail().contains("padded"));
        m_canvas->setCodeColours(std::vector<QRgb>(512, qRgb(120, 90, 60)));
        const QImage image = codes().grab().toImage();
        const QRect strip = onScreen(QRectF(93, 0, 3, 60)).toRect().adjusted(2, 2, -2, -2);
        const QRect cells = onScreen(QRectF(84, 0, 3, 60)).toRect().adjusted(2, 2, -2, -2);
        const auto colours = [&image](const QRect& rect) {
            QSet<QRgb> seen;
            for (int y = rect.top(); y <= rect.bottom(); ++y)
                for (int x = rect.left(); x <= rect.right(); ++x)
                    seen << image.pixel(x, y);
            return seen;
        };
        QCOMPARE(colours(cells).size(), 2); // the code and the grid
        QVERIFY(colours(strip).size() > 2); // slanted lines, seen through
        QVERIFY(!colours(strip).intersects(colours(cells)));
        m_canvas->setDocument(m_document.get());
        QVERIFY(!header(PaneSource::input).detail().contains("padded"));
    }

    void theDocumentMayGoAtAnyTime()
    {
        QTest::mousePress(&codes(), Qt::LeftButton, {}, at(4, 4));
        m_document.reset();
        QTest::mouseMove(&codes(), {150, 150});
        QTest::mouseRelease(&codes(), Qt::LeftButton, {}, {150, 150});
        turnWheel(codes(), {50, 50}, 120);
        QTest::keyClick(m_canvas.get(), Qt::Key_Left);
        QTest::keyClick(m_canvas.get(), Qt::Key_Return);
        QVERIFY(!m_canvas->grab().isNull());
    }

    void newCodesDuringAStrokeEndIt()
    {
        QTest::mousePress(&codes(), Qt::LeftButton, {}, at(4, 4));
        encode(*m_document);
        QTest::mouseMove(&codes(), at(4, 9));
        QTest::mouseRelease(&codes(), Qt::LeftButton, {}, at(4, 9));
        QVERIFY(m_document->codes() == m_document->encodedCodes());
        QCOMPARE(m_document->undoStack().count(), 0);
    }
};

QTEST_MAIN(TestCanvas)
#include "test_canvas.moc"
