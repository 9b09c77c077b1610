// SPDX-License-Identifier: GPL-3.0-or-later
// What lies over the panes' pictures: codes, contours, marks, an isolated code, a map of errors.
#include "tests/app/four_panes.h"

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;

class TestOverlays : public QObject, private FourPanes {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }

    void codesLieOverThePicturesAsStronglyAsIsChosen()
    {
        std::vector<QRgb> colours(512, qRgb(250, 0, 0));
        m_canvas->setCodeColours(colours);
        m_overlays.setChoice({.codes = true, .codesOpacity = 1});
        QCOMPARE(colourAt(pane(0), 10.5, 10.5), qRgb(250, 0, 0));
        m_overlays.setChoice({.codes = true, .codesOpacity = 0.5});
        const QRgb half = colourAt(pane(0), 10.5, 10.5);
        QVERIFY(std::abs(qRed(half) - (250 + qRed(input(10, 10))) / 2) <= 2);
        m_overlays.setChoice({});
        QCOMPARE(colourAt(pane(0), 10.5, 10.5), input(10, 10));
    }

    void anIsolatedCodeIsTheOnlyOneThatIsNotDimmed()
    {
        m_canvas->viewport().setZoom(4);
        const QRgb it = colourAt(pane(1), 10.5, 10.5), other = colourAt(pane(1), 30.5, 10.5);
        m_overlays.setHovered(m_document->codes().at(2, 2));
        QCOMPARE(colourAt(pane(1), 10.5, 10.5), it);
        QVERIFY(colourAt(pane(1), 30.5, 10.5) != other);
        m_overlays.setHovered(-1);
        QCOMPARE(colourAt(pane(1), 30.5, 10.5), other);
        m_overlays.setPinned(m_document->codes().at(2, 7));
        QCOMPARE(colourAt(pane(1), 30.5, 10.5), other);
        QVERIFY(colourAt(pane(1), 10.5, 10.5) != it);
    }

    void theCountOfAnIsolatedCodeIsInTheFirstPaneWhereNoneShowsTheCodes()
    {
        // Hovered or pinned dims the same cells; what differs are words.
        const auto saysHowMany = [this](int at) {
            m_overlays.setHovered(40);
            const QImage hovered = pane(at).grab().toImage();
            m_overlays.setPinned(40);
            m_overlays.setHovered(-1);
            const QImage pinned = pane(at).grab().toImage();
            m_overlays.setPinned(-1);
            return hovered != pinned;
        };
        QVERIFY(saysHowMany(1) && !saysHowMany(0)); // there is a Codes pane
        choose(1, {"Input"});
        QVERIFY(saysHowMany(0) && !saysHowMany(1) && !saysHowMany(2));
        choose(3, {"Codes"});
        QVERIFY(saysHowMany(3) && !saysHowMany(0));
        panes().setCount(1);
        QCOMPARE(pane(0).source(), PaneSource::reconstruction);
        QVERIFY(saysHowMany(0));
        panes().setCount(2);
        QVERIFY(saysHowMany(0) && !saysHowMany(1));
    }

    void editedCellsAreMarkedAndNoOthers()
    {
        m_document->edit(oneCell(*m_document, 9, 12, 300), "Paint");
        m_canvas->viewport().setZoom(8);
        const QImage before = pane(1).grab().toImage();
        m_overlays.setChoice({.edited = true});
        const QImage after = pane(1).grab().toImage();
        QRect box;
        for (int y = 0; y < after.height(); ++y)
            for (int x = 0; x < after.width(); ++x)
                if (after.pixel(x, y) != before.pixel(x, y))
                    box |= QRect(x, y, 1, 1);
        const QRect cell = pane(1).viewport().toWidget(QRectF(48, 36, 4, 4), pane(1).size()).toAlignedRect();
        QVERIFY(!box.isEmpty() && cell.adjusted(-2, -2, 2, 2).contains(box));
    }

    void contoursRunBetweenUnlikeCodesOnly()
    {
        core::Patch patch =
            core::makePatch(m_document->codes(),
                            core::brushAt({9, 12}, 5, core::BrushShape::square, m_document->grid()), core::codeInk(5));
        m_document->edit(patch, "Paint");
        m_canvas->viewport().setZoom(8);
        const auto edge = [this](double x) { return colourAt(pane(2), x, 38); };
        const QRgb inside = edge(48), outside = edge(40);
        m_overlays.setChoice({.contours = true});
        QCOMPARE(edge(48), inside); // between two cells of one code
        QVERIFY(edge(40) != outside);
        m_overlays.setChoice({.contours = true, .contourStep = 1});
        m_overlays.setChoice({});
        QCOMPARE(edge(40), outside);
    }

    void theMapHasAColourForEachCell()
    {
        auto distances = std::make_shared<core::CodeDistances>();
        distances->rows = 18;
        distances->cols = 24;
        distances->nearest.assign(18 * 24, 0.5F);
        distances->margin.assign(18 * 24, 0.0F);
        distances->nearest[2 * 24 + 2] = 0;
        m_overlays.setDistances(distances);
        m_overlays.setChoice({.map = app::Overlays::Map::distance, .mapOpacity = 1});
        const core::Rgb most = core::mapColour(core::ColourMap::viridis, 1),
                        least = core::mapColour(core::ColourMap::viridis, 0);
        QCOMPARE(colourAt(pane(0), 30.5, 10.5), qRgb(most[0], most[1], most[2]));
        QCOMPARE(colourAt(pane(0), 10.5, 10.5), qRgb(least[0], least[1], least[2]));
        QCOMPARE(m_overlays.mapRange(), 0.5);
        m_overlays.setDistances(nullptr);
        QVERIFY(m_overlays.mapImage().isNull());
    }

    void nothingIsDrawnOfCellsWhereThePictureIsNot() // some were read beyond the last row
    {
        m_canvas->viewport().setZoom(1); // the picture is in the middle of the pane, with room on all sides
        PaneView& view = pane(2);
        const QRect around = view.viewport().toWidget(QRectF(0, 0, 96, 72), view.size()).toAlignedRect();
        const QRect whole = view.rect().adjusted(0, 0, 0, -40); // without words
        for (const QRect& beside : {QRect(whole.topLeft(), around.topLeft()), QRect(around.bottomRight(), whole.bottomRight()),
                                    QRect(around.right() + 4, around.top(), 30, 30),
                                    QRect(around.left(), around.bottom() + 4, 30, 30)})
            for (int inset = 3; inset < 24; inset += 3) {
                const QRect part = beside.adjusted(inset, inset, -3, -3);
                const QImage before = view.grab(part).toImage();
                m_overlays.setChoice({.codes = true, .contours = true, .edited = true});
                QCOMPARE(view.grab(part).toImage(), before);
                m_overlays.setChoice({});
            }
    }
};

QTEST_MAIN(TestOverlays)
#include "test_overlays.moc"
