// SPDX-License-Identifier: GPL-3.0-or-later
// The window while the codes of a stroke are still looked for: Undo, Cancel, exports.
#include "app/documents/sought_strokes.h"
#include "app/exports/exporter.h"
#include "app/tools/tool_state.h"
#include "app/window/job_progress.h"
#include "core/files/npy.h"
#include "tests/app/held_search.h"
#include "tests/app/made_document.h"
#include "tests/app/window_fixture.h"

#include <QLabel>
#include <QToolButton>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;

class TestWindowSearches : public QObject {
    Q_OBJECT

    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<WindowFixture> m_fixture;

    app::MainWindow& window() { return m_fixture->window(); }
    app::ToolState& tools() { return window().tools(); }
    app::Document& document() { return *m_fixture->document(); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers) { QTest::keyClick(&window().canvas(), key, modifiers); }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }

    void init()
    {
        m_fixture = std::make_unique<WindowFixture>(fakeDevices(std::make_shared<Gate>()));
        window().start({.files = {samplePath(QStringLiteral("coffee.jpg"))},
                        .model = QStringLiteral(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model")});
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture->isExact(), kPatienceMs);
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        window().canvas().setFocus();
    }
    void cleanup() { m_fixture.reset(); }

    void undoTakesBackAStrokeThatIsStillLookedFor()
    {
        const core::IndexMap before = document().codes();
        document().edit(oneCell(document(), 1, 1, 5), QStringLiteral("one"));
        tools().setTool(QStringLiteral("jitter"));
        tools().setJitter({8, 1});
        {
            const HeldSearch held(tools().search());
            m_fixture->drag(PaneSource::codes, {{5, 5}, {5, 9}});
            QVERIFY(window().actions().at(QStringLiteral("undo")).text().contains(QStringLiteral("Jitter")));
            key(Qt::Key_Z, Qt::ControlModifier);
            QVERIFY(!document().sought().isWaiting());
            QCOMPARE(document().undoStack().index(), 1); // the step before it stays
        }
        m_fixture->drag(PaneSource::codes, {{5, 5}, {5, 9}});
        QTRY_VERIFY(!document().sought().isWaiting());
        QCOMPARE(document().undoStack().count(), 2);
        key(Qt::Key_Z, Qt::ControlModifier);
        key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(document().codes() == before);
    }

    void exportsWaitForAStrokeThatIsStillLookedFor_data()
    {
        QTest::addColumn<int>("subject");
        QTest::newRow("codes") << static_cast<int>(app::ExportSubject::codes);
        QTest::newRow("reconstruction") << static_cast<int>(app::ExportSubject::reconstruction);
    }
    void exportsWaitForAStrokeThatIsStillLookedFor()
    {
        QFETCH(const int, subject);
        const bool isCodes = subject == static_cast<int>(app::ExportSubject::codes);
        const QString path = m_desk->file(isCodes ? QStringLiteral("waited.npy") : QStringLiteral("waited.png"));
        app::ExportRequest request;
        request.subject = static_cast<app::ExportSubject>(subject);
        request.path = path;
        tools().setTool(QStringLiteral("jitter"));
        tools().setJitter({8, 1});
        const core::IndexMap before = document().codes();
        {
            const HeldSearch held(tools().search());
            m_fixture->drag(PaneSource::codes, {{5, 5}, {5, 9}});
            window().exporter().start(request);
            QVERIFY(window().exporter().isWaiting());
        }
        QTRY_VERIFY(!window().exporter().isWorking());
        QVERIFY(document().codes() != before);
        if (isCodes)
            QVERIFY(core::toIndexMap(core::readNpy(path.toStdString()), "codes") == document().codes());
        else
            QVERIFY(document().isExact() && QFile::exists(path));
        document().undoStack().setClean();
    }

    void aLongSearchIsNamedAndCanBeCancelled()
    {
        const core::IndexMap before = document().codes();
        auto* progress = window().findChild<app::JobProgress*>();
        QTRY_VERIFY(!progress->isVisible());
        tools().setTool(QStringLiteral("jitter"));
        const HeldSearch held(tools().search());
        m_fixture->drag(PaneSource::codes, {{5, 5}, {5, 9}});
        m_fixture->drag(PaneSource::codes, {{9, 5}, {9, 9}});
        QTRY_VERIFY(progress->isVisible());
        QVERIFY(progress->findChild<QLabel*>()->text().startsWith(QStringLiteral("Looking for codes")));
        QTest::mouseClick(&progress->cancelButton(), Qt::LeftButton);
        QVERIFY(!document().sought().isWaiting());
        QVERIFY(!progress->isVisible());
        QVERIFY(document().codes() == before);
    }
};

QTEST_MAIN(TestWindowSearches)
#include "test_window_searches.moc"
