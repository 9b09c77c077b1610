// SPDX-License-Identifier: GPL-3.0-or-later
// Two programs on one project: the second is told, and neither replaces unasked what the other has saved. Two windows stand for
// them: what they know of each other comes from the file system alone.
#include "app/files/cache_files.h"
#include "app/projects/project_claims.h"
#include "tests/app/painted_window.h"

#include <QSettings>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;
namespace fs = std::filesystem;

class TestTwoPrograms : public QObject, private PaintedWindow {
    Q_OBJECT

    std::unique_ptr<WindowFixture> m_other;

    void openInTheOther(const QString& path)
    {
        m_other = newWindow();
        m_other->window().start({.files = {path}, .model = QString::fromLatin1(kModel)});
        QTRY_VERIFY(m_other->isExact());
        settle(*m_other);
    }
    /// Until what it has open is claimed, and what it had is not.
    static void settle(WindowFixture& fixture) { QTRY_VERIFY(fixture.window().claims().isSettled()); }
    static QString said(WindowFixture& fixture) { return fixture.messages().join(QLatin1Char('\n')); }
    static void saveIn(WindowFixture& fixture)
    {
        fixture.window().saver().save(fixture.document(), fixture.document()->projectPath());
        QTRY_VERIFY(!fixture.window().saver().isWorking());
        settle(fixture);
    }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }
    void init() { m_fixture = newWindow(); }
    void cleanup()
    {
        m_other.reset();
        clear();
    }

    void theSecondIsToldOfTheFirst()
    {
        paint();
        save(file("shared.tessera"));
        settle(*m_fixture);
        openInTheOther(file("shared.tessera"));
        QVERIFY(said(*m_other).contains(QStringLiteral("is open in another Tessera")));
        QVERIFY(!said(*m_fixture).contains(QStringLiteral("another")));
    }

    void whoSavesSecondIsToldAndReplacesOnlyWhenAskedAgain() // J9
    {
        paint();
        save(file("shared.tessera"));
        settle(*m_fixture);
        openInTheOther(file("shared.tessera"));
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 3}});
        saveIn(*m_fixture);
        QVERIFY(!document().isModified());
        const core::IndexMap first = read(file("shared.tessera")).state.codes;

        m_other->window().tools().setCode(77);
        m_other->drag(PaneSource::codes, {{8, 1}, {8, 5}});
        saveIn(*m_other);
        QVERIFY(m_other->document()->isModified());
        QVERIFY(said(*m_other).contains(QStringLiteral("was saved by another program")));
        QVERIFY(read(file("shared.tessera")).state.codes == first);
        saveIn(*m_other);
        QVERIFY(!m_other->document()->isModified());
        QVERIFY(read(file("shared.tessera")).state.codes == m_other->document()->codes());

        m_fixture->drag(PaneSource::codes, {{2, 1}, {2, 3}}); // and the other way round
        saveIn(*m_fixture);
        QVERIFY(document().isModified());
        QVERIFY(said(*m_fixture).contains(QStringLiteral("was saved by another program")));
        document().undoStack().setClean();
    }

    void aProjectThatIsNoLongerOpenElsewhereIsOnesOwn()
    {
        paint();
        save(file("shared.tessera"));
        settle(*m_fixture);
        m_fixture->session().close(&document());
        settle(*m_fixture);
        openInTheOther(file("shared.tessera"));
        QVERIFY(!said(*m_other).contains(QStringLiteral("another Tessera")));
    }

    void aProjectThatWasRemovedIsSavedAnew()
    {
        paint();
        save(file("shared.tessera"));
        settle(*m_fixture);
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 3}});
        QVERIFY(QFile::remove(file("shared.tessera")));
        saveIn(*m_fixture);
        QVERIFY(!document().isModified());
        QVERIFY(QFile::exists(file("shared.tessera")));
    }

    void settingsOfBothAreKept()
    {
        m_fixture.reset();
        app::Settings settings = app::openSettings();
        settings.setValue(QStringLiteral("a/ours"), 1);
        settings.setValue(QStringLiteral("a/both"), QByteArray("\x00\xFF\n;", 4));
        app::flushSettings();
        {
            QSettings other(settings.fileName(), QSettings::IniFormat); // as earlier versions wrote them, too
            QCOMPARE(other.value(QStringLiteral("a/both")).toByteArray(), QByteArray("\x00\xFF\n;", 4));
            other.setValue(QStringLiteral("a/theirs"), QStringLiteral("x"));
            other.setValue(QStringLiteral("a/both"), 2);
        }
        QCOMPARE(settings.value(QStringLiteral("a/theirs")).toString(), QStringLiteral("x"));
        settings.setValue(QStringLiteral("a/ours"), 333); // QSettings takes a file of equal size and time for the one it knows
        app::flushSettings();
        const QSettings found(settings.fileName(), QSettings::IniFormat);
        QCOMPARE(found.value(QStringLiteral("a/ours")).toInt(), 333);
        QCOMPARE(found.value(QStringLiteral("a/theirs")).toString(), QStringLiteral("x"));
        QCOMPARE(found.value(QStringLiteral("a/both")).toInt(), 2); // the newest
        QVERIFY(!QFile::exists(settings.fileName() + QStringLiteral(".lock")));
    }

    void whatAKilledSaveLeftBehindIsRemovedAtTheNextStart()
    {
        paint();
        const QString folder = file("kept");
        fs::create_directories(folder.toStdString());
        save(folder + QStringLiteral("/sea.tessera"));
        m_fixture.reset();
        QFile leftOver(folder + QStringLiteral("/.tessera-4711.tmp"));
        QVERIFY(leftOver.open(QIODevice::WriteOnly));
        leftOver.close();
        const fs::path cache = app::cacheFolder() / "tuning";
        fs::create_directories(cache);
        const QStringList others{QFileInfo(app::openSettings().fileName()).absolutePath(), QString::fromStdString(cache.string())};
        for (const QString& other : others)
            QVERIFY(QFile(other + QStringLiteral("/.tessera-4711.tmp")).open(QIODevice::WriteOnly));
        m_fixture = newWindow();
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        QTRY_VERIFY(!QFile::exists(leftOver.fileName()));
        for (const QString& other : others)
            QTRY_VERIFY(!QFile::exists(other + QStringLiteral("/.tessera-4711.tmp")));
        QVERIFY(QFile::exists(folder + QStringLiteral("/sea.tessera")));
    }
};

QTEST_MAIN(TestTwoPrograms)
#include "test_two_programs.moc"
