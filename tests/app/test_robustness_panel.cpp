// SPDX-License-Identifier: GPL-3.0-or-later
// The Robustness dock on a device without arithmetic, against core::robustness() on a device of the same kind.
#include "app/engine/study.h"
#include "app/panels/curve_plot.h"
#include "app/panels/robustness_panel.h"
#include "tests/app/made_document.h"
#include "tests/app/panel_fixture.h"

#include <QProgressBar>
#include <QSpinBox>

using namespace tessera;
using namespace tessera::tests;

class TestRobustnessPanel : public QObject {
    Q_OBJECT

    std::unique_ptr<Desk> m_desk;
    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<PanelFixture> m_fixture;

    app::RobustnessPanel& panel() { return m_fixture->panel<app::RobustnessPanel>(); }
    app::Document& document() { return *m_fixture->document(); }
    bool isMeasured() { return !panel().study().isRunning() && panel().plot().isVisible() && panel().plot().isEnabled(); }

    app::RobustnessPanel::Points expected(int neighbours = 8)
    {
        FakeDevice device("other", std::make_shared<Gate>());
        core::RobustnessSettings settings;
        settings.neighbours = neighbours;
        return core::robustness(device, *document().model(), *document().original(), document().preparation(),
                                document().codes(), settings);
    }
    void open()
    {
        m_fixture->openPlain(*m_desk, {67, 46}); // 12 x 17 cells
        m_fixture->showDock();
    }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }
    void init()
    {
        m_gate = std::make_shared<Gate>();
        m_fixture = std::make_unique<PanelFixture>(QStringLiteral("robustness"), Qt::CTRL | Qt::Key_F9, m_gate);
    }
    void cleanup() { m_fixture.reset(); }

    void nothingIsDecodedWhileNobodyLooks()
    {
        m_fixture->openPlain(*m_desk, {67, 46});
        const int passes = m_gate->entered();
        QTest::qWait(50);
        QCOMPARE(m_gate->entered(), passes);
        m_fixture->showDock();
        QTRY_VERIFY(isMeasured());
        QCOMPARE(m_gate->entered(), passes + 8); // a decode for each share
        m_fixture->coverDock();
        document().edit(oneCell(document(), 3, 3, 7), QStringLiteral("edit"));
        QTRY_VERIFY(m_fixture->isExact());
        QCOMPARE(m_gate->entered(), passes + 9);
    }

    void itSaysAndDrawsWhatCoreFinds()
    {
        QVERIFY(!panel().isVisible());
        open();
        QTRY_VERIFY(isMeasured());
        const app::RobustnessPanel::Points points = expected();
        QVERIFY(points.back().psnr < points.front().psnr);
        QCOMPARE(panel().sentence(), app::RobustnessPanel::conclusionOf(points, 8));
        const app::CurvePlot::Curve& curve = panel().plot().curve();
        QCOMPARE(curve.points.size(), points.size());
        for (std::size_t i = 0; i < points.size(); ++i)
            QCOMPARE(curve.points[i], QPointF(points[i].percent, points[i].psnr));
        const QString texts = m_fixture->texts();
        QVERIFY2(texts.contains(QString("10 %, %1 cell(s)").arg(points[4].cells))
                     || texts.contains(QString("10 %, %1 cells").arg(points[4].cells)),
                 qPrintable(texts));
        QVERIFY(texts.contains(QString::number(points[4].psnr, 'f', 2) + " dB"));
        for (const char* fact : {"8 codes", "seed 1", "8-bit", "padding"})
            QVERIFY2(texts.contains(QLatin1String(fact)), fact);
    }

    void theSentenceNamesWhatATenthCosts()
    {
        const app::RobustnessPanel::Points points{{0, 0, 30}, {10, 20, 28.5}};
        QCOMPARE(app::RobustnessPanel::conclusionOf(points, 5),
                 QString::fromUtf8("Exchanging 10 % of the codes for one of their 5 nearest costs 1.50 dB of PSNR (30.00 dB "
                                   "→ 28.50 dB)."));
        QVERIFY(app::RobustnessPanel::conclusionOf({{0, 0, 30}, {10, 0, 30}, {50, 1, 28}}, 5)
                    .startsWith("Exchanging 50 %"));
        QVERIFY(app::RobustnessPanel::conclusionOf({{0, 0, 30}, {10, 0, 30}}, 5).startsWith("Nothing was exchanged"));
        const double infinity = std::numeric_limits<double>::infinity();
        QVERIFY(app::RobustnessPanel::conclusionOf({{0, 0, infinity}, {10, 20, infinity}}, 5).contains("costs 0.00 dB"));
    }

    void amongHowManyCanBeChosen()
    {
        open();
        QTRY_VERIFY(isMeasured());
        QSpinBox& neighbours = m_fixture->control<QSpinBox>("Nearest");
        neighbours.setFocus();
        QTest::keyClick(&neighbours, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(&neighbours, QStringLiteral("3"));
        QTest::keyClick(&neighbours, Qt::Key_Return);
        QTRY_COMPARE(panel().sentence(), app::RobustnessPanel::conclusionOf(expected(3), 3));
        QTRY_VERIFY(isMeasured());
    }

    void anEditIsMeasuredWhenItsExactPictureIsThere()
    {
        open();
        QTRY_VERIFY(isMeasured());
        const QString before = panel().sentence();
        m_gate->close();
        m_fixture->drag(app::PaneSource::codes, {{2, 2}, {9, 9}});
        QTRY_VERIFY(!panel().plot().isEnabled()); // older figures are grey
        QCOMPARE(panel().sentence(), before);
        m_gate->open();
        QTRY_VERIFY(isMeasured());
        QCOMPARE(panel().sentence(), app::RobustnessPanel::conclusionOf(expected(), 8));
        QVERIFY(panel().sentence() != before);
    }

    void cancelEndsItUntilSomebodyAsksAgain()
    {
        m_fixture->openPlain(*m_desk, {67, 46});
        m_gate->close();
        m_fixture->showDock();
        const int passes = m_gate->entered();
        QTRY_VERIFY(m_fixture->button("Cancel"));
        QVERIFY(m_fixture->control<QProgressBar>("Progress").isVisible());
        QTRY_VERIFY(m_gate->entered() > passes || passes > 1);
        QTest::mouseClick(m_fixture->button("Cancel"), Qt::LeftButton);
        QVERIFY(!panel().study().isRunning());
        QTRY_VERIFY(m_gate->stopRequested());
        QVERIFY(panel().sentence().contains("cancelled"));
        m_gate->open();
        QTest::qWait(50);
        QVERIFY(!panel().plot().isVisible());
        QTest::mouseClick(m_fixture->button("Measure"), Qt::LeftButton);
        QTRY_VERIFY(isMeasured());
        QVERIFY(!m_fixture->button("Measure"));
    }

    void aFailureIsSaid()
    {
        m_fixture->openPlain(*m_desk, {67, 46});
        m_gate->next([](const core::Progress&) { throw core::Error("this cannot be computed"); });
        m_fixture->showDock();
        QTRY_VERIFY2(panel().sentence().contains("this cannot be computed"), qPrintable(panel().sentence()));
        QVERIFY(m_fixture->button("Measure"));
    }

    void aPictureSmallerThanACellHasFiguresToo()
    {
        m_fixture->openPlain(*m_desk, {2, 1});
        m_fixture->showDock();
        QTRY_VERIFY(isMeasured());
        QVERIFY2(panel().sentence().startsWith("Exchanging 50 %"), qPrintable(panel().sentence()));
        QVERIFY(!panel().grab().isNull());
        QVERIFY2(!m_fixture->texts().contains("nan", Qt::CaseInsensitive), qPrintable(m_fixture->texts()));
    }

    void closingThePictureLeavesNothingOfIt()
    {
        open();
        QTRY_VERIFY(isMeasured());
        m_fixture->session().close(m_fixture->document());
        QTRY_VERIFY(!panel().plot().isVisible());
        QVERIFY(panel().sentence().contains("When a picture is open"));
    }
};

QTEST_MAIN(TestRobustnessPanel)
#include "test_robustness_panel.moc"
