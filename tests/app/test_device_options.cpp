// SPDX-License-Identifier: GPL-3.0-or-later
// Exact arithmetic and the memory budget: from menu and command line to the device, and what the window says of them.
#include "app/engine/decode_follower.h"
#include "app/exports/exporter.h"
#include "app/files/settings.h"
#include "tests/app/fake_device.h"
#include "tests/app/window_fixture.h"

#include <QDockWidget>
#include <QFile>
#include <QLabel>
#include <QStatusBar>

using namespace tessera;
using namespace tessera::tests;

class TestDeviceOptions : public QObject {
    Q_OBJECT

    /// What devices were asked for, written on the engine thread.
    struct Asked {
        std::mutex mutex;
        std::vector<gpu::DeviceOptions> options;
    };

    std::unique_ptr<Desk> m_desk;
    std::shared_ptr<Asked> m_asked;
    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<WindowFixture> m_fixture;

    void makeWindow()
    {
        m_fixture.reset();
        m_fixture = std::make_unique<WindowFixture>([gate = m_gate, asked = m_asked](const QString&, const gpu::DeviceOptions& options) {
            const std::scoped_lock lock(asked->mutex);
            asked->options.push_back(options);
            return std::make_unique<FakeDevice>("fake", gate);
        });
        m_fixture->window().start({.model = QStringLiteral(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model")});
        QTRY_VERIFY(m_fixture->session().model().model);
    }
    std::vector<gpu::DeviceOptions> asked()
    {
        const std::scoped_lock lock(m_asked->mutex);
        return m_asked->options;
    }
    bool isExact() { return m_fixture->session().device().isExact(); }
    QAction& exact() { return m_fixture->window().actions().at(QStringLiteral("exact")); }

    /// A click on an entry of an open menu, as a person does.
    static void click(QMenu& menu, QAction* action)
    {
        menu.popup(QPoint(0, 0));
        QTest::mouseClick(&menu, Qt::LeftButton, {}, menu.actionGeometry(action).center());
        QTRY_VERIFY(!menu.isVisible());
    }
    QAction* budget(const QString& text)
    {
        QMenu& menu = m_fixture->window().actions().menu(QStringLiteral("memory"));
        emit menu.aboutToShow();
        for (QAction* action : menu.actions())
            if (action->text() == text)
                return action;
        return nullptr;
    }
    QString statusTexts()
    {
        QStringList texts;
        for (const QLabel* label : m_fixture->window().statusBar()->findChildren<QLabel*>())
            texts << label->text();
        return texts.join(QLatin1Char('\n'));
    }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }
    void init()
    {
        m_asked = std::make_shared<Asked>();
        m_gate = std::make_shared<Gate>();
        makeWindow();
    }
    void cleanup()
    {
        m_fixture.reset();
        app::openSettings().clear();
    }

    void aClickMakesTheArithmeticExactAndTheNextRunRemembers()
    {
        QVERIFY(!exact().isChecked() && !isExact());
        click(m_fixture->window().actions().menu(QStringLiteral("model")), &exact());
        QTRY_VERIFY(isExact());
        QVERIFY(exact().isChecked());
        QCOMPARE(asked().size(), std::size_t{2});
        QVERIFY(asked().back().exact);

        makeWindow();
        QVERIFY(isExact() && exact().isChecked());
        click(m_fixture->window().actions().menu(QStringLiteral("model")), &exact());
        QTRY_VERIFY(!isExact());
        QVERIFY(!app::deviceOptions().exact);
    }

    void thePictureIsDecodedAgainAndTheWindowSaysHow()
    {
        m_fixture->drop({samplePath(QStringLiteral("chelsea.jpg"))});
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture->isExact(), kPatienceMs);
        QTRY_VERIFY(statusTexts().contains("fast arithmetic"));
        const auto before = m_fixture->document()->reconstruction();
        exact().trigger();
        QTRY_VERIFY(m_fixture->document()->reconstruction() != before);
        QTRY_VERIFY(statusTexts().contains("exact arithmetic"));
        const auto* information = m_fixture->window().findChild<QDockWidget*>(QStringLiteral("information"));
        bool isSaid = false;
        for (const QLabel* label : information->findChildren<QLabel*>())
            isSaid = isSaid || label->text() == QStringLiteral("fake, exact arithmetic");
        QVERIFY(isSaid);
    }

    void anExportWaitsForTheDecodeOfTheNewArithmetic()
    {
        m_fixture->drop({samplePath(QStringLiteral("chelsea.jpg"))});
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture->isExact(), kPatienceMs);
        m_gate->close();
        exact().trigger();
        QTRY_VERIFY(m_fixture->session().follower()->isWaiting());
        const QString path = m_desk->file(QStringLiteral("out.png"));
        m_fixture->window().exporter().exportPicture(path, {});
        QTest::qWait(50);
        QVERIFY(m_fixture->window().exporter().isWaiting());
        QVERIFY(!QFile::exists(path));
        m_gate->open();
        QTRY_VERIFY(QFile::exists(path));
    }

    void aMemoryBudgetCanBeChosenAndTheNextRunRemembers()
    {
        QVERIFY(budget(QStringLiteral("As Much as the Device Has"))->isChecked());
        budget(QStringLiteral("2 GiB"))->trigger();
        QTRY_COMPARE(asked().size(), std::size_t{2});
        QCOMPARE(asked().back().memoryBudget, std::uint64_t{2} << 30);
        exact().trigger(); // one option leaves the other as it is
        QTRY_COMPARE(asked().size(), std::size_t{3});
        QCOMPARE(asked().back().memoryBudget, std::uint64_t{2} << 30);

        makeWindow();
        QCOMPARE(asked().back().memoryBudget, std::uint64_t{2} << 30);
        QVERIFY(budget(QStringLiteral("2 GiB"))->isChecked());
        QVERIFY(!budget(QStringLiteral("As Much as the Device Has"))->isChecked());
    }

    void aBudgetOfTheCommandLineIsOffered()
    {
        m_fixture->session().engine().openDevice({}, {.memoryBudget = std::uint64_t{300} << 20});
        QVERIFY(budget(QStringLiteral("300 MiB"))->isChecked());
    }

    void theCommandLineGoesBeforeTheSettings()
    {
        app::saveDeviceOptions({.exact = false, .memoryBudget = std::uint64_t{700} << 20});
        QCOMPARE(app::deviceOptions().memoryBudget, std::uint64_t{700} << 20);
        QVERIFY(!app::deviceOptions().exact);
        const gpu::DeviceOptions both = app::deviceOptions({.exact = true, .memoryBudget = 1 << 20});
        QCOMPARE(both.memoryBudget, std::uint64_t{1} << 20);
        QVERIFY(both.exact);
        QCOMPARE(app::deviceOptions().memoryBudget, std::uint64_t{700} << 20); // for one run
    }

    void damagedSettingsMeanTheDefaults()
    {
        for (const char* damaged : {"-5", "much", "1e300", "99999999999999999999", "4611686018427387904"}) {
            app::openSettings().setValue(app::settings_key::kMemoryBudget, damaged);
            QCOMPARE(app::deviceOptions().memoryBudget, std::uint64_t{0});
        }
    }
};

QTEST_MAIN(TestDeviceOptions)
#include "test_device_options.moc"
