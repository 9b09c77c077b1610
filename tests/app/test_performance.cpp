// SPDX-License-Identifier: GPL-3.0-or-later
// The Performance dock over a device whose profile the test decides.
#include "app/files/settings.h"
#include "app/panels/op_list.h"
#include "app/panels/performance_panel.h"
#include "tests/app/panel_fixture.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QListView>
#include <QSignalSpy>

using namespace tessera;
using namespace tessera::tests;

namespace {

core::OpTiming op(const char* name, double milliseconds, double flops = 0)
{
    return {name, "(1, 8, 4, 4) -> (1, 16, 4, 4)", "lanes 32x4", milliseconds, flops};
}

core::Profile someProfile()
{
    return {{op("conv 3x3", 2, 50e6), op("norm", 0.25), op("conv 1x1", 4, 100e6)}, 5 << 20, 3 << 19};
}

QStringList names(const QAbstractItemModel& model)
{
    QStringList list;
    for (int row = 0; row < model.rowCount(); ++row)
        list << model.index(row, 0).data().toString();
    return list;
}

} // namespace

class TestPerformance : public QObject {
    Q_OBJECT

    std::unique_ptr<Desk> m_desk;
    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<PanelFixture> m_fixture;

    app::PerformancePanel& panel() { return m_fixture->panel<app::PerformancePanel>(); }
    QAbstractItemModel& rows() { return *panel().list().model(); }
    QString texts() { return m_fixture->texts(); }
    void showDock() { m_fixture->showDock(); }
    void openPicture() { m_fixture->openFile(samplePath(QStringLiteral("chelsea.jpg"))); }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }

    void init()
    {
        m_gate = std::make_shared<Gate>();
        m_fixture = std::make_unique<PanelFixture>(QStringLiteral("performance"), Qt::Key_F8, m_gate);
    }
    void cleanup() { m_fixture.reset(); }

    void itWaitsUntilSomebodyAsksAndComesToTheFront()
    {
        QVERIFY(!m_fixture->dock().isVisible());
        showDock();
        QTRY_VERIFY(!panel().visibleRegion().isEmpty()); // in front of the panel that it shares its place with
        QVERIFY(texts().contains("has been decoded"));
        QVERIFY(!panel().list().isVisible());
    }

    void itListsTheLastDecodeOpByOp()
    {
        m_gate->setProfile(someProfile());
        showDock();
        openPicture();
        QTRY_COMPARE(rows().rowCount(), 3);
        QVERIFY(panel().list().isVisible());
        QCOMPARE(names(rows()), (QStringList{"conv 3x3", "norm", "conv 1x1"}));
        for (const char* fact : {"6.25 ms", "3 ops", "5.0 MiB at most", "weights 1.5 MiB", "fake", "fast arithmetic"})
            QVERIFY2(texts().contains(QLatin1String(fact)), qPrintable(texts()));
        const QString tip = rows().index(2, 0).data(Qt::ToolTipRole).toString();
        for (const char* fact : {"conv 1x1", "→ (1, 16, 4, 4)", "lanes 32x4", "4.00 ms", "64.0 %", "25.0 GFLOP/s", "3 of 3"})
            QVERIFY2(tip.contains(QString::fromUtf8(fact)), qPrintable(tip));
        QVERIFY(!rows().index(1, 0).data(Qt::ToolTipRole).toString().contains("GFLOP"));
        QVERIFY(rows().index(0, 0).data(Qt::AccessibleTextRole).toString().startsWith("conv 3x3, 2.00 ms"));
    }

    void theSlowestCanStandFirst()
    {
        m_gate->setProfile(someProfile());
        showDock();
        openPicture();
        QTRY_COMPARE(rows().rowCount(), 3);
        auto& box = *panel().findChild<QCheckBox*>();
        QTest::mouseClick(&box, Qt::LeftButton, {}, QPoint(8, box.height() / 2));
        QVERIFY(box.isChecked());
        QCOMPARE(names(rows()), (QStringList{"conv 1x1", "conv 3x3", "norm"}));
        QTest::keyClick(&box, Qt::Key_Space);
        QCOMPARE(names(rows()), (QStringList{"conv 3x3", "norm", "conv 1x1"}));
    }

    void theKeyboardWalksTheRowsAndADecodeLeavesItThere()
    {
        m_gate->setProfile(someProfile());
        showDock();
        openPicture();
        QTRY_COMPARE(rows().rowCount(), 3);
        QListView& list = panel().list();
        list.setFocus(Qt::TabFocusReason);
        QTest::keyClick(&list, Qt::Key_Home);
        QTest::keyClick(&list, Qt::Key_Down);
        QCOMPARE(list.currentIndex().row(), 1);
        core::Profile next = someProfile();
        next.ops[1].milliseconds = 9;
        m_gate->setProfile(next);
        m_fixture->drag(app::PaneSource::codes, {{2, 2}});
        QTRY_VERIFY(rows().index(1, 0).data(app::OpList::kTiming).toString().startsWith("9.00"));
        QCOMPARE(list.currentIndex().row(), 1);
    }

    void whatIsNewWaitsWhileNobodyLooks()
    {
        m_gate->setProfile(someProfile());
        QSignalSpy profiled(&m_fixture->session().engine(), &app::Engine::profiled);
        openPicture();
        QTRY_COMPARE(profiled.count(), 1);
        QCOMPARE(rows().rowCount(), 0);
        showDock();
        QTRY_COMPARE(rows().rowCount(), 3);

        auto* information = m_fixture->window().findChild<QDockWidget*>(QStringLiteral("information"));
        information->raise(); // in front of it
        QTRY_VERIFY(panel().visibleRegion().isEmpty());
        m_gate->setProfile({{op("norm", 1)}, 1, 1});
        m_fixture->drag(app::PaneSource::codes, {{2, 2}});
        QTRY_COMPARE(profiled.count(), 2);
        QCOMPARE(rows().rowCount(), 3);
        m_fixture->dock().raise();
        QTRY_COMPARE(rows().rowCount(), 1);
    }

    void anotherDeviceBeginsWithoutFigures()
    {
        m_gate->setProfile(someProfile());
        showDock();
        openPicture();
        QTRY_COMPARE(rows().rowCount(), 3);
        m_gate->setProfile({});
        m_fixture->session().engine().openDevice(QStringLiteral("second"), {.exact = true});
        QTRY_COMPARE(rows().rowCount(), 0);
        QVERIFY(texts().contains("second"));
        QVERIFY(texts().contains("exact arithmetic"));
        m_fixture->drag(app::PaneSource::codes, {{2, 2}});
        QTRY_VERIFY(texts().contains("does not measure"));
    }

    void theRowsAreAWellBehavedModel()
    {
        app::OpList list;
        const QAbstractItemModelTester tester(&list);
        list.setOps(someProfile().ops);
        list.setSlowestFirst(true);
        list.setOps({op("norm", 0)});
        QCOMPARE(list.index(0).data(app::OpList::kPartOfSlowest).toDouble(), 0.0); // and nothing is divided by it
        list.setOps({});
        list.setSlowestFirst(false);
        QCOMPARE(list.rowCount(), 0);
        QCOMPARE(list.data({}, Qt::DisplayRole), QVariant());
    }
};

QTEST_MAIN(TestPerformance)
#include "test_performance.moc"
