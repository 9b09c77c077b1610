// SPDX-License-Identifier: GPL-3.0-or-later
// File calls that fail, one after the other, while a project is saved, a picture exported, and settings and the journal
// are written: the old file or the new one is there, whole, and nothing else; who works is told, and loses nothing.
#include "app/exports/exporter.h"
#include "app/recovery/recovery.h"
#include "app/files/settings.h"
#include "core/error.h"
#include "core/files/journal.h"
#include "tests/app/painted_window.h"
#include "tests/core/made_project.h"
#include "tests/support/file_faults.h"

#include <QSettings>
#include <QSignalSpy>

#include <cerrno>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;
namespace fs = std::filesystem;

namespace {

struct Fault {
    const char* name;
    FileFaults::Kind kind;
    int error;
    bool isHarmless = false; ///< the work gets done all the same
};

const Fault kFaults[] = {{"no space", FileFaults::Kind::error, ENOSPC},
                         {"disk full from here on", FileFaults::Kind::fullDisk, 0},
                         {"I/O error", FileFaults::Kind::error, EIO},
                         {"read-only", FileFaults::Kind::error, EROFS},
                         {"quota", FileFaults::Kind::error, EDQUOT},
                         {"interrupted", FileFaults::Kind::error, EINTR, true},
                         {"short write", FileFaults::Kind::shortWrite, 0, true}};

void addFaults()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < static_cast<int>(std::size(kFaults)); ++i)
        QTest::newRow(kFaults[i].name) << i;
}

std::vector<std::byte> contentsOf(const fs::path& path)
{
    return fs::exists(path) ? core::readFile(path, core::kMostProjectBytes) : std::vector<std::byte>();
}

/// Beside one another; "" where there are none.
QString names(const fs::path& folder)
{
    QStringList names;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
        names << QString::fromStdString(entry.path().filename().string());
    names.sort();
    return names.join(QLatin1Char(' '));
}

} // namespace

class TestFileFaults : public QObject, private PaintedWindow {
    Q_OBJECT

    int m_injected = 0;

    fs::path folder(const QString& name)
    {
        const fs::path path = file(name).toStdString();
        fs::create_directories(path);
        return fs::canonical(path);
    }
    QString said() { return m_fixture->messages().join(QLatin1Char('\n')); }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }
    void init() { m_fixture = newWindow(); }
    void cleanup()
    {
        FileFaults::none();
        clear();
    }
    void cleanupTestCase() { qInfo("%d faults injected", m_injected); }

    void aProjectIsTheOldOneOrTheNewOne_data() { addFaults(); }

    void aProjectIsTheOldOneOrTheNewOne() // E1
    {
        QFETCH(int, index);
        const Fault& fault = kFaults[index];
        paint();
        const fs::path place = folder(QStringLiteral("projects-%1").arg(index)), project = place / "sea.tessera";
        save(QString::fromStdString(project.string()));
        QVERIFY(!document().isModified());
        for (int n = 1;; ++n) {
            m_fixture->window().tools().setCode(100 + n);
            m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 3}});
            QVERIFY(document().isModified());
            const core::IndexMap codes = document().codes();
            const std::vector<std::byte> before = contentsOf(project);
            m_fixture->window().messages().clear();
            FileFaults::plan(place, n, fault.kind, fault.error);
            save(QString::fromStdString(project.string()));
            const bool hasStruck = FileFaults::hasStruck();
            FileFaults::none();
            QCOMPARE(names(place), QStringLiteral("sea.tessera"));
            QVERIFY(document().codes() == codes);
            const std::vector<std::byte> after = contentsOf(project);
            const bool isNew = core::readProject(after).state.codes == codes;
            QVERIFY2(isNew || after == before, qPrintable(QString::number(n)));
            QVERIFY(isNew || document().isModified());
            if (document().isModified())
                QVERIFY2(said().contains(QStringLiteral("sea.tessera")), qPrintable(said()));
            if (fault.isHarmless || !hasStruck)
                QVERIFY2(!document().isModified(), qPrintable(QString::number(n)));
            if (!hasStruck) {
                QVERIFY(n > 5);
                break;
            }
            ++m_injected;
        }
        document().undoStack().setClean();
    }

    void aProjectThatMayNotBeWrittenIsOfferedAnotherName() // J10
    {
        paint();
        const fs::path place = folder(QStringLiteral("theirs")), theirs = place / "sea.tessera";
        save(QString::fromStdString(theirs.string()));
        const std::vector<std::byte> before = contentsOf(theirs);
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 3}});
        const core::IndexMap codes = document().codes();
        FileFaults::plan(place, 1, FileFaults::Kind::error, EACCES); // root may write, whatever the permissions
        m_fixture->trigger(QStringLiteral("save"));
        QTRY_COMPARE(buttons(), QStringList{QStringLiteral("Save &As …")});
        FileFaults::none();
        QVERIFY2(said().contains(QStringLiteral("Permission denied")), qPrintable(said()));
        QVERIFY(document().isModified() && document().codes() == codes);
        save(file("mine.tessera"));
        QVERIFY(!document().isModified());
        QVERIFY(read(file("mine.tessera")).state.codes == codes);
        QVERIFY(contentsOf(theirs) == before);
        ++m_injected;
    }

    void anExportIsTheOldFileOrTheNewOne_data() { addFaults(); }

    void anExportIsTheOldFileOrTheNewOne() // E1
    {
        QFETCH(int, index);
        const Fault& fault = kFaults[index];
        paint();
        const fs::path place = folder(QStringLiteral("exports-%1").arg(index)), out = place / "out.png";
        for (int n = 1;; ++n) {
            m_fixture->window().tools().setCode(100 + n);
            m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 3}});
            const std::vector<std::byte> before = contentsOf(out);
            m_fixture->window().messages().clear();
            FileFaults::plan(place, n, fault.kind, fault.error);
            m_fixture->window().exporter().exportPicture(QString::fromStdString(out.string()), {});
            QTRY_VERIFY(!m_fixture->window().exporter().isWorking());
            const bool hasStruck = FileFaults::hasStruck();
            FileFaults::none();
            const std::vector<std::byte> after = contentsOf(out);
            QVERIFY(names(place) == QStringLiteral("out.png") || (before.empty() && names(place).isEmpty()));
            QTRY_VERIFY2(said().contains(QStringLiteral("out.png")), qPrintable(said()));
            const bool isSaved = said().contains(QStringLiteral("Saved"));
            if (after != before)
                QVERIFY(app::readPicture(after, "out.png").picture.width == 66);
            QVERIFY(isSaved ? after != before : true);
            if (fault.isHarmless || !hasStruck)
                QVERIFY2(isSaved, qPrintable(said()));
            if (!hasStruck) {
                QVERIFY(n > 5);
                break;
            }
            ++m_injected;
        }
        document().undoStack().setClean();
    }

    void aJournalHoldsAllThatWasWrittenBeforeTheFault_data() { addFaults(); }

    void aJournalHoldsAllThatWasWrittenBeforeTheFault()
    {
        QFETCH(int, index);
        const Fault& fault = kFaults[index];
        const fs::path place = folder(QStringLiteral("journals-%1").arg(index)), path = place / "1-1.journal";
        for (int n = 1;; ++n) {
            fs::remove(path);
            core::Project project = madeProject();
            std::vector<core::IndexMap> states{project.state.codes};
            std::size_t written = 0;
            bool failed = false;
            FileFaults::plan(place, n, fault.kind, fault.error);
            try {
                core::JournalWriter writer(path, project);
                written = 1;
                for (int code = 1; code < 6; ++code) {
                    const core::HistoryEvent event = painted(project.state, 1, 1, 2, 2, code);
                    happen(project, event);
                    states.push_back(project.state.codes);
                    writer.append(event);
                    ++written;
                    writer.sync();
                }
            } catch (const core::FileError& error) {
                failed = true;
                QVERIFY(QString::fromUtf8(error.what()).contains(QStringLiteral("1-1.journal")));
            }
            const bool hasStruck = FileFaults::hasStruck();
            FileFaults::none();
            QVERIFY(!failed || !fault.isHarmless);
            if (written > 0)
                QVERIFY(core::readJournal(contentsOf(path)).project.state.codes == states[written - 1]);
            if (!hasStruck) {
                QVERIFY(!failed && n > 6);
                break;
            }
            ++m_injected;
        }
    }

    void settingsAreTheOldOnesOrTheNewOnes_data() { addFaults(); }

    void settingsAreTheOldOnesOrTheNewOnes()
    {
        QFETCH(int, index);
        const Fault& fault = kFaults[index];
        m_fixture.reset(); // which writes its own
        app::Settings settings = app::openSettings();
        settings.setValue(QStringLiteral("a/kept"), QStringList{QStringLiteral("ä, b"), QStringLiteral("c")});
        app::flushSettings();
        const fs::path path = fs::canonical(settings.fileName().toStdString()), place = path.parent_path();
        // What another program would find.
        const auto onDisk = [&](const char* key) {
            const fs::path copy = folder(QStringLiteral("read")) / "copy.ini";
            fs::copy_file(path, copy, fs::copy_options::overwrite_existing);
            return QSettings(QString::fromStdString(copy.string()), QSettings::IniFormat).value(QLatin1String(key));
        };
        int newest = 0;
        settings.setValue(QStringLiteral("a/number"), newest);
        app::flushSettings();
        for (int n = 1;; ++n) {
            FileFaults::plan(place, n, fault.kind, fault.error);
            settings.setValue(QStringLiteral("a/number"), n);
            app::flushSettings();
            const bool hasStruck = FileFaults::hasStruck();
            FileFaults::none();
            QCOMPARE(names(place), QStringLiteral("tessera.ini"));
            QCOMPARE(onDisk("a/kept").toStringList(), QStringList({QStringLiteral("ä, b"), QStringLiteral("c")}));
            const int found = onDisk("a/number").toInt();
            QVERIFY2(found == newest || found == n, qPrintable(QString::number(n)));
            newest = found;
            QCOMPARE(settings.value(QStringLiteral("a/number")).toInt(), n); // this run goes on with the new one
            if (fault.isHarmless || !hasStruck)
                QCOMPARE(found, n);
            if (!hasStruck) {
                QVERIFY(n > 5);
                break;
            }
            ++m_injected;
        }
    }

    void settingsThatCouldNotBeWrittenComeWithTheNext()
    {
        m_fixture.reset();
        app::Settings settings = app::openSettings();
        settings.setValue(QStringLiteral("a/first"), 1);
        app::flushSettings();
        FileFaults::plan(fs::canonical(settings.fileName().toStdString()).parent_path(), 1, FileFaults::Kind::fullDisk);
        settings.setValue(QStringLiteral("a/second"), 2);
        settings.remove(QStringLiteral("a/first"));
        app::flushSettings();
        FileFaults::none();
        QCOMPARE(settings.value(QStringLiteral("a/second")).toInt(), 2);
        QVERIFY(!settings.value(QStringLiteral("a/first")).isValid());
        settings.setValue(QStringLiteral("a/third"), 3);
        app::flushSettings();
        const QSettings found(settings.fileName(), QSettings::IniFormat);
        QCOMPARE(found.value(QStringLiteral("a/second")).toInt(), 2);
        QCOMPARE(found.value(QStringLiteral("a/third")).toInt(), 3);
        QVERIFY(!found.contains(QStringLiteral("a/first")));
    }

    void whoseSettingsCannotBeKeptIsToldOnceUntilTheyCan() // U10
    {
        paint();
        app::Settings settings = app::openSettings();
        settings.setValue(QStringLiteral("a/number"), 0);
        app::flushSettings();
        const fs::path place = fs::canonical(settings.fileName().toStdString()).parent_path();
        QSignalSpy told(&app::settingsKeeper(), &app::SettingsKeeper::failed);
        for (int n = 1; n <= 2; ++n) {
            FileFaults::plan(place, 1, FileFaults::Kind::fullDisk);
            settings.setValue(QStringLiteral("a/number"), n);
            app::flushSettings();
            FileFaults::none();
        }
        QCOMPARE(told.count(), 1);
        QVERIFY(told[0][0].toString().contains(QStringLiteral("tessera.ini")));
        QTRY_VERIFY(m_fixture->messages().join(QString()).contains(QStringLiteral("Settings hold until Tessera ends")));
        settings.setValue(QStringLiteral("a/number"), 3);
        app::flushSettings();
        FileFaults::plan(place, 1, FileFaults::Kind::fullDisk);
        settings.setValue(QStringLiteral("a/number"), 4);
        app::flushSettings();
        FileFaults::none();
        QCOMPARE(told.count(), 2);
        document().undoStack().setClean();
    }

    void whoPaintsOnWithoutAJournalIsToldOnceAndCanSave()
    {
        paint();
        QTRY_VERIFY(!m_fixture->window().recovery().isWriting());
        FileFaults::plan(app::stateFolder() / "recovery", 1, FileFaults::Kind::fullDisk);
        for (int stroke = 1; stroke <= 3; ++stroke) {
            m_fixture->window().tools().setCode(200 + stroke);
            m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 3}});
            QTRY_VERIFY(!m_fixture->window().recovery().isWriting());
        }
        QTRY_VERIFY(said().contains(QStringLiteral("No recovery journal can be kept")));
        QCOMPARE(said().count(QStringLiteral("No recovery journal")), 1);
        QCOMPARE(document().codes().at(1, 2), 203);
        save(file("safe.tessera"));
        QVERIFY(!document().isModified());
        ++m_injected;
    }
};

QTEST_MAIN(TestFileFaults)
#include "test_file_faults.moc"
