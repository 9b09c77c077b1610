// SPDX-License-Identifier: GPL-3.0-or-later
// The badge of the device in the status bar: its name, and what a test of it has found.
#include "app/window/device_badge.h"
#include "tests/app/painted_window.h"

#include <QSignalSpy>
#include <QTimer>

#include <chrono>

using namespace tessera;
using namespace tessera::tests;

class TestDeviceBadge : public QObject, private PaintedWindow {
    Q_OBJECT

    app::DeviceBadge& badge() { return m_fixture->window().badge(); }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }
    void cleanup() { clear(); }

    void aDeviceThatComputesRightHasAMarkAndItsLargestDifferences()
    {
        m_fixture = std::make_unique<WindowFixture>();
        QTRY_VERIFY_WITH_TIMEOUT(badge().isVisible(), kPatienceMs);
        QVERIFY(badge().toolTip().contains(QStringLiteral("not tested yet")));
        m_fixture->trigger(QStringLiteral("test-device"));
        QVERIFY(badge().toolTip().contains(QStringLiteral("being tested")));
        QTRY_VERIFY_WITH_TIMEOUT(badge().text().startsWith(QStringLiteral("✓")), kPatienceMs);
        for (const char* word : {"photo-f8-1024", "photo-f4-512", "latents off by", "allowed", "computes what diffusers computes"})
            QVERIFY2(badge().toolTip().contains(QLatin1String(word)), qPrintable(badge().toolTip()));
        QVERIFY(m_fixture->messages().isEmpty());
        QVERIFY(badge().accessibleDescription().contains(QStringLiteral("latents off by")));
    }

    void aDeviceThatComputesSomethingElseIsSaidAndMarked() // G10
    {
        m_fixture = newWindow(); // which computes nothing of the kind
        QTRY_VERIFY(badge().isVisible());
        QTest::mouseClick(&badge(), Qt::LeftButton);
        QTRY_VERIFY(badge().text().startsWith(QStringLiteral("⚠")));
        QTRY_VERIFY(m_fixture->messages().join(QString()).contains(QStringLiteral("fake")));
        m_fixture->session().engine().openDevice(QStringLiteral("other"));
        QTRY_VERIFY(!badge().text().startsWith(QStringLiteral("⚠"))); // of that one nothing is known
    }

    void aDeviceIsNotTestedAtFirstAndThenByItself()
    {
        m_fixture = newWindow();
        badge().setTestsByItself(std::chrono::hours(1)); // an hour is long
        QTRY_VERIFY(badge().isVisible());
        QCOMPARE(badge().text(), QStringLiteral("not tested"));
        QVERIFY(badge().toolTip().contains(QStringLiteral("not tested yet")));
        QVERIFY(badge().accessibleDescription().contains(QStringLiteral("not tested yet")));
        badge().setTestsByItself(std::chrono::milliseconds(0));
        QTRY_VERIFY(badge().text().startsWith(QStringLiteral("⚠")));
        QSignalSpy tests(&m_fixture->session().engine(), &app::Engine::deviceTested);
        m_fixture->session().engine().openDevice(QStringLiteral("other")); // each device
        QTRY_COMPARE(tests.count(), 1);
        QTRY_VERIFY(badge().text().startsWith(QStringLiteral("⚠")));
    }

    void aDeviceThatSomebodyHasTestedIsNotTestedAgain()
    {
        m_fixture = newWindow();
        QTRY_VERIFY(badge().isVisible());
        QSignalSpy tests(&m_fixture->session().engine(), &app::Engine::deviceTested);
        QTest::mouseClick(&badge(), Qt::LeftButton);
        QTRY_COMPARE(tests.count(), 1);
        badge().setTestsByItself(std::chrono::milliseconds(0));
        bool isLater = false;
        QTimer::singleShot(0, &badge(), [&] { isLater = true; }); // behind the badge's own
        QTRY_VERIFY(isLater);
        QVERIFY(!badge().text().startsWith(QStringLiteral("testing")));
        QCOMPARE(tests.count(), 1);
    }

    void aTestGivesWayToWhoPaints()
    {
        m_fixture = newWindow();
        QTRY_VERIFY(badge().isVisible());
        m_fixture->trigger(QStringLiteral("test-device"));
        paint();
        QTRY_VERIFY(m_fixture->isExact());
        QTRY_VERIFY(badge().text().startsWith(QStringLiteral("⚠")));
        document().undoStack().setClean();
    }
};

QTEST_MAIN(TestDeviceBadge)
#include "test_device_badge.moc"
