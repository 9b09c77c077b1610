// SPDX-License-Identifier: GPL-3.0-or-later
// The Influence dock on a device without arithmetic, against core::influence() on a device of the same kind.
#include "app/engine/study.h"
#include "app/panels/curve_plot.h"
#include "app/panels/influence_panel.h"
#include "app/panels/influence_view.h"
#include "core/edit/shapes.h"
#include "tests/app/made_document.h"
#include "tests/app/panel_fixture.h"

#include <QCheckBox>
#include <QProgressBar>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;

class TestInfluencePanel : public QObject {
    Q_OBJECT

    std::unique_ptr<Desk> m_desk;
    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<PanelFixture> m_fixture;

    app::InfluencePanel& panel() { return m_fixture->panel<app::InfluencePanel>(); }
    app::InfluenceView& view() { return panel().view(); }
    app::Document& document() { return *m_fixture->document(); }
    void open()
    {
        m_fixture->openPlain(*m_desk, {67, 46}); // 12 x 17 cells
        m_fixture->showDock();
    }
    /// From elsewhere: a mouse that is there already does not move.
    void hover(int row, int col)
    {
        QTest::mouseMove(&m_fixture->pane(PaneSource::codes), m_fixture->at(PaneSource::codes, row + 1, col + 1));
        QTest::mouseMove(&m_fixture->pane(PaneSource::codes), m_fixture->at(PaneSource::codes, row, col));
    }
    core::Influence expected(core::Cell cell)
    {
        FakeDevice device("other", std::make_shared<Gate>());
        return core::influence(device, *document().model(), document().codes(), cell);
    }
    /// Is this cell what the dock shows, as it is now?
    bool shows(core::Cell cell)
    {
        const core::Influence influence = expected(cell);
        return view().isVisible() && view().isEnabled()
            && panel().sentence() == app::InfluencePanel::conclusionOf(influence)
            && m_fixture->texts().contains(QString("Row %1, column %2: code %3 → %4")
                                               .arg(cell.row)
                                               .arg(cell.col)
                                               .arg(influence.from)
                                               .arg(influence.to));
    }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }
    void init()
    {
        m_gate = std::make_shared<Gate>();
        m_fixture = std::make_unique<PanelFixture>(QStringLiteral("influence"), Qt::CTRL | Qt::Key_F8, m_gate);
    }
    void cleanup() { m_fixture.reset(); }

    void itSaysWhatToDo()
    {
        m_fixture->showDock();
        QVERIFY(panel().sentence().contains("When a picture is open"));
        m_fixture->openPlain(*m_desk, {67, 46});
        QTRY_VERIFY(panel().sentence().contains("Rest the mouse"));
        QVERIFY(!view().isVisible());
    }

    void theCellThatTheMouseRestsOnIsShown()
    {
        open();
        hover(5, 9);
        QTRY_VERIFY(shows({5, 9}));
        const core::Influence influence = expected({5, 9});
        QCOMPARE(view().largest(), *std::ranges::max_element(influence.difference));
        QCOMPARE(view().image().size(), QSize(68, 48));
        // Only this cell changes on this device, and all of it alike.
        const QRgb inside = view().image().pixel(9 * 4 + 1, 5 * 4 + 2), beside = view().image().pixel(9 * 4 - 1, 5 * 4);
        QVERIFY(inside != beside);
        QCOMPARE(view().image().pixel(0, 0), beside);
        QVERIFY(view().shownPart().contains(QRect(36, 20, 4, 4)));
        QVERIFY(view().shownPart().width() < 68);
        for (const char* fact : {"50 % of the energy", "nearest one", "not clamped"})
            QVERIFY2(m_fixture->texts().contains(QLatin1String(fact)), fact);
        hover(2, 3);
        QTRY_VERIFY(shows({2, 3}));
    }

    void theNextCellTakesOneDecodeAlone()
    {
        open();
        hover(5, 9);
        QTRY_VERIFY(shows({5, 9}));
        const int passes = m_gate->entered();
        hover(2, 3);
        QTRY_VERIFY(shows({2, 3}));
        QCOMPARE(m_gate->entered(), passes + 1);
    }

    void aSelectedCellHoldsItAndTheKeyboardsCellMovesIt()
    {
        open();
        document().select(core::rectangleRegion({4, 4}, {4, 4}, document().grid()), QStringLiteral("one"));
        QTRY_VERIFY(shows({4, 4}));
        document().select({}, QStringLiteral("none"));
        m_fixture->window().canvas().setFocus();
        m_fixture->window().canvas().setCursorCell({7, 2});
        QTRY_VERIFY(shows({7, 2}));
        QTest::keyClick(&m_fixture->window().canvas(), Qt::Key_Right);
        QTRY_VERIFY(shows({7, 3}));
    }

    void allOfThePictureCanBeShown()
    {
        open();
        hover(5, 9);
        QTRY_VERIFY(shows({5, 9}));
        const QImage linear = view().image();
        QTest::mouseClick(m_fixture->button("Whole picture"), Qt::LeftButton, {}, QPoint(8, 8));
        QCOMPARE(view().shownPart(), QRect(0, 0, 68, 48));
        QTest::mouseClick(m_fixture->button("Logarithmic"), Qt::LeftButton, {}, QPoint(8, 8));
        QVERIFY(!panel().grab().isNull());
        QCOMPARE(view().image().pixel(37, 21), linear.pixel(37, 21)); // the largest has the last colour in both
    }

    void itFollowsAnEditAndIsPaleUntilThen()
    {
        open();
        hover(5, 9);
        QTRY_VERIFY(shows({5, 9}));
        m_gate->close();
        document().edit(oneCell(document(), 5, 9, 300), QStringLiteral("edit"));
        QTRY_VERIFY(!view().isEnabled());
        m_gate->open();
        QTRY_VERIFY(shows({5, 9}));
        QCOMPARE(expected({5, 9}).from, 300);
    }

    void theMeanIsTakenWhenSomebodyAsks()
    {
        open();
        const int passes = m_gate->entered();
        QTest::mouseClick(m_fixture->button("Average over 16 Cells"), Qt::LeftButton);
        QTRY_VERIFY(panel().findChild<app::CurvePlot*>()->isVisible());
        QCOMPARE(m_gate->entered(), passes + 17);
        FakeDevice device("other", std::make_shared<Gate>());
        const core::MeanInfluence mean = core::meanInfluence(device, *document().model(), document().codes(), 16);
        const app::CurvePlot::Curve& curve = panel().findChild<app::CurvePlot*>()->curve();
        for (std::size_t i = 0; i < curve.points.size(); ++i)
            QCOMPARE(curve.points[i], QPointF(double(i), 100 * mean.share[i]));
        QVERIFY2(m_fixture->texts().contains(QString("within %1 pixels").arg(QString::number(mean.radii[0], 'f', 1))),
                 qPrintable(m_fixture->texts()));
    }

    void theMeanCanBeCancelled()
    {
        open();
        m_gate->close();
        QTest::mouseClick(m_fixture->button("Average over 16 Cells"), Qt::LeftButton);
        QVERIFY(m_fixture->control<QProgressBar>("Progress").isVisible());
        const int passes = m_gate->entered();
        m_gate->letOnePass();
        QTRY_VERIFY(m_gate->entered() > passes);
        QTest::mouseClick(m_fixture->button("Cancel"), Qt::LeftButton);
        QTRY_VERIFY(m_gate->stopRequested());
        QVERIFY(!panel().meanStudy().isRunning());
        QVERIFY(m_fixture->button("Average over 16 Cells"));
        QVERIFY(!panel().findChild<app::CurvePlot*>()->isVisible());
    }

    void nothingIsDecodedWhileNobodyLooks()
    {
        m_fixture->openPlain(*m_desk, {67, 46});
        const int passes = m_gate->entered();
        hover(5, 9);
        QTest::qWait(400); // longer than a rest
        QCOMPARE(m_gate->entered(), passes);
        m_fixture->showDock();
        QTRY_VERIFY(shows({5, 9}));
    }

    void aFailureIsSaid()
    {
        open();
        m_gate->next([](const core::Progress&) { throw core::Error("this cannot be computed"); });
        hover(5, 9);
        QTRY_VERIFY2(panel().sentence().contains("this cannot be computed"), qPrintable(panel().sentence()));
        hover(5, 10);
        QTRY_VERIFY(shows({5, 10}));
    }

    void closingThePictureLeavesNothingOfIt()
    {
        open();
        hover(5, 9);
        QTRY_VERIFY(shows({5, 9}));
        m_fixture->session().close(m_fixture->document());
        QTRY_VERIFY(!view().isVisible());
        QVERIFY(view().image().isNull());
    }
};

QTEST_MAIN(TestInfluencePanel)
#include "test_influence_panel.moc"
