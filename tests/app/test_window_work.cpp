// SPDX-License-Identifier: GPL-3.0-or-later
// Long work in the window: made ready, shown with Cancel, waited for, failed; and machines without a device.
#include "app/exports/exporter.h"
#include "app/tools/tool_state.h"
#include "app/window/job_progress.h"
#include "tests/app/files_window.h"

#include <QPushButton>
#include <QToolButton>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;

class TestWindowWork : public QObject, private FilesWindow {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }

    void theDeviceIsMadeReadyForThePictureBeforeAndAfterItIsThere()
    {
        m_gate->holdPreparations(true);
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        QTRY_COMPARE(m_gate->preparations(), std::vector<std::string>{"32x32"});
        m_fixture->drop({picture("ready.png", 66, 47)});
        QTRY_VERIFY(m_fixture->isExact()); // it waits for nothing
        QTRY_COMPARE(m_gate->preparations(), (std::vector<std::string>{"32x32", "32x32 stopped", "12x17"}));
        m_fixture->window().tools().setCode(33);
        m_fixture->drag(PaneSource::codes, {{2, 2}, {2, 9}});
        QTRY_VERIFY(m_fixture->isExact());
        m_gate->holdPreparations(false);
        QTRY_COMPARE(m_gate->preparations().back(), std::string("12x17 done"));
        m_fixture->session().engine().openDevice(QStringLiteral("another"));
        QTRY_VERIFY(std::ranges::count(m_gate->preparations(), "12x17 done") == 2);
        m_fixture->document()->undoStack().setClean();
    }

    void longWorkShowsProgressAndCancelLeavesWhatWasThere()
    {
        app::Document* document = &open(picture("kept.png", 66, 47));
        auto& progress = *m_fixture->window().findChild<app::JobProgress*>();
        QVERIFY(!progress.isVisible());
        m_gate->close();
        m_fixture->drop({picture("slow.png", 80, 80)});
        QTRY_VERIFY(progress.isVisible());
        QTest::mouseClick(&progress.cancelButton(), Qt::LeftButton);
        QTRY_VERIFY(!progress.isVisible());
        QCOMPARE(m_fixture->document(), document);
        QVERIFY(document->isExact());
        QVERIFY(m_fixture->messages().isEmpty());
    }

    void anExportWaitsForTheExactDecodeAndCanBeCancelled() // E6
    {
        app::Document& document = open(picture("wait.png", 66, 47));
        m_gate->close();
        m_fixture->drag(PaneSource::codes, {{3, 3}, {3, 8}});
        const QString out = m_desk->file("wait-out.png");
        m_fixture->window().exporter().exportPicture(out, {});
        QVERIFY(m_fixture->window().exporter().isWaiting());
        m_fixture->window().exporter().cancel();
        m_gate->open();
        QTRY_VERIFY(document.isExact());
        QVERIFY(!QFile::exists(out));
    }

    void aFileThatCannotBeWrittenIsSaid() // E2
    {
        open(picture("write.png", 66, 47));
        m_fixture->window().exporter().exportPicture(m_desk->file("no/such/folder.png"), {});
        QTRY_COMPARE(m_fixture->messages().size(), 1);
        QVERIFY(m_fixture->messages().first().contains(QStringLiteral("folder.png")));
    }

    void withoutADeviceTheWindowSaysSoOnceAndUsesTheCpu() // G1
    {
        WindowFixture fixture([](const QString& choice, const gpu::DeviceOptions&) -> std::unique_ptr<core::Device> {
            if (choice == QLatin1String("cpu"))
                return std::make_unique<FakeDevice>("CPU", std::make_shared<Gate>());
            throw core::DeviceError("no Vulkan loader was found");
        });
        fixture.window().start({.files = {picture("g1.png", 66, 47)}, .model = QString::fromLatin1(kModel)});
        QTRY_VERIFY(fixture.isExact());
        QCOMPARE(fixture.session().device().name(), QStringLiteral("CPU"));
        QCOMPARE(fixture.messages().size(), 1);
        QVERIFY(fixture.messages().first().contains(QStringLiteral("no Vulkan loader was found")));
    }
};

QTEST_MAIN(TestWindowWork)
#include "test_window_work.moc"
