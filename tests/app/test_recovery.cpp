// SPDX-License-Identifier: GPL-3.0-or-later
// Work that a run which ended suddenly left behind: offered, opened, discarded; and what a clean end leaves.
#include "app/exports/exporter.h"
#include "app/recovery/recovery.h"
#include "core/files/history_log.h"
#include "app/documents/recent_files.h"
#include "app/window/opener.h"
#include "app/window/start_page.h"
#include "tests/app/painted_window.h"

#include <QFileDialog>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;
namespace fs = std::filesystem;

class TestRecovery : public QObject, private PaintedWindow {
    Q_OBJECT

    /// The button of a piece of recovered work on the start page; null where there is none.
    QPushButton* offered(const QString& name)
    {
        for (QPushButton* button : m_fixture->window().findChild<app::StartPage*>()->findChildren<QPushButton*>())
            if (button->accessibleName() == name)
                return button;
        return nullptr;
    }
    void openRecovered(const QString& title)
    {
        const QString name = QStringLiteral("Open the recovered ") + title;
        QTRY_VERIFY(offered(name));
        QTest::mouseClick(offered(name), Qt::LeftButton);
        QTRY_VERIFY(m_fixture->document());
    }

    /// What a kill would leave of this run, copied to a folder that no program has.
    void leaveBehind()
    {
        QTRY_VERIFY(!m_fixture->window().recovery().isWriting()); // the last stroke may be on its way
        const fs::path root = app::stateFolder() / "recovery", left = root / "killed";
        fs::create_directories(left);
        for (const fs::directory_entry& run : fs::directory_iterator(root))
            if (run.path() != left)
                for (const fs::directory_entry& entry : fs::directory_iterator(run))
                    if (entry.path().filename() != "lock")
                        fs::copy(entry, left, fs::copy_options::overwrite_existing);
    }
    int leftFiles()
    {
        int count = 0;
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(app::stateFolder() / "recovery"))
            count += entry.is_regular_file() && entry.path().filename() != "lock";
        return count;
    }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }
    void init() { m_fixture = newWindow(); }
    void cleanup() { clear(); }

    void aCleanEndLeavesNoJournal()
    {
        paint();
        QTRY_VERIFY(leftFiles() == 2);
        m_fixture.reset();
        QCOMPARE(leftFiles(), 0);
    }

    void aClosedDocumentLeavesNoJournal()
    {
        paint();
        QTRY_VERIFY(leftFiles() == 2);
        m_fixture->session().close(&document());
        QTRY_VERIFY(leftFiles() == 0);
    }

    void workOfARunThatWasKilledIsOfferedAndRecovered() // J7
    {
        paint();
        const core::IndexMap codes = document().codes(), encoded = document().encodedCodes();
        QTRY_VERIFY(leftFiles() == 2);
        leaveBehind();
        m_fixture = newWindow();
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        openRecovered(QStringLiteral("sea.png"));
        QVERIFY(m_fixture->messages().isEmpty()); // the start page was in sight
        QVERIFY(document().hasPicture());
        QVERIFY(document().codes() == codes);
        QVERIFY(document().isModified());
        QVERIFY(document().projectPath().isEmpty());
        QTRY_VERIFY(m_fixture->isExact());
        m_fixture->trigger(QStringLiteral("undo"));
        QVERIFY(document().codes() == encoded);
        QVERIFY(document().isModified()); // it is saved nowhere
        QTRY_VERIFY(leftFiles() == 2); // those of this run

        leaveBehind(); // killed again
        m_fixture = newWindow();
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        const QString discardIt = QStringLiteral("Discard the recovered sea.png");
        QTRY_VERIFY(offered(discardIt));
        QTest::mouseClick(offered(discardIt), Qt::LeftButton);
        QTRY_VERIFY(question());
        QTest::keyClick(question(), Qt::Key_Escape);
        QTRY_VERIFY(!question());
        QVERIFY(offered(discardIt));
        QCOMPARE(leftFiles(), 2);
        QTest::mouseClick(offered(discardIt), Qt::LeftButton);
        QTRY_VERIFY(question());
        discard();
        QTRY_VERIFY(leftFiles() == 0);
        QTRY_VERIFY(!offered(discardIt));
        QVERIFY(!m_fixture->document());
    }

    void eachPieceOfRecoveredWorkIsOfferedByItself()
    {
        paint();
        const core::IndexMap codes = document().codes();
        m_fixture->drop({picture(QStringLiteral("lake.png"))});
        QTRY_COMPARE(m_fixture->session().documents().size(), 2);
        QTRY_VERIFY(m_fixture->isExact());
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 3}});
        QTRY_VERIFY(leftFiles() == 4);
        leaveBehind();
        m_fixture = newWindow();
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        QTRY_COMPARE(m_fixture->window().recovery().offers().size(), 2);
        QVERIFY(m_fixture->window().recovery().offers().last().facts.contains(QStringLiteral("3 edits")));
        const QString lake = QStringLiteral("Open the recovered lake.png");
        openRecovered(QStringLiteral("sea.png"));
        QVERIFY(document().codes() == codes);
        QVERIFY(offered(lake)); // the other one waits
        m_fixture->trigger(QStringLiteral("start-page"));
        QTRY_VERIFY(offered(lake)->isVisible());
        m_fixture->window().recovery().discard(m_fixture->window().recovery().offers().first().id);
        QTRY_VERIFY(!offered(lake));
        m_fixture->session().documents().first()->undoStack().setClean();
    }

    void whoOpensAFileIsToldOfRecoveredWork()
    {
        paint();
        leaveBehind();
        m_fixture = newWindow();
        m_fixture->window().start({.files = {picture(QStringLiteral("lake.png"))}, .model = QString::fromLatin1(kModel)});
        QTRY_COMPARE(buttons(), QStringList{"&Show Them"});
        QVERIFY(m_fixture->messages().last().contains(QStringLiteral("sea.png")));
        QTRY_VERIFY(m_fixture->document());
        press(QStringLiteral("&Show Them"));
        QVERIFY(!m_fixture->document());
        QTRY_VERIFY(offered(QStringLiteral("Open the recovered sea.png"))->isVisible());
    }

    void codesAreRecoveredThoughTheirPictureIsLost()
    {
        paint();
        const core::IndexMap codes = document().codes();
        QTRY_VERIFY(leftFiles() == 2);
        leaveBehind();
        for (const fs::directory_entry& entry : fs::directory_iterator(app::stateFolder() / "recovery" / "killed"))
            if (entry.path().extension() == ".picture")
                fs::remove(entry.path());
        m_fixture = newWindow();
        QVERIFY(QFile::remove(file("sea.png"))); // where it came from
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        openRecovered(QStringLiteral("sea.png"));
        QVERIFY(document().codes() == codes);
        QVERIFY(!document().hasPicture());
        QTRY_VERIFY(m_fixture->isExact());
        document().undoStack().setClean();
    }

    void aPictureIsLookedForWhereAPersonHasOpenedIt()
    {
        paint();
        leaveBehind();
        for (const fs::directory_entry& entry : fs::directory_iterator(app::stateFolder() / "recovery" / "killed"))
            if (entry.path().extension() == ".picture") // the kill came before it was written
                fs::remove(entry.path());
        m_fixture = newWindow();
        QVERIFY(m_fixture->window().opener().recentPictures().paths().contains(file("sea.png")));
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        openRecovered(QStringLiteral("sea.png"));
        QVERIFY(document().hasPicture());
        document().undoStack().setClean();
    }

    void aPictureThatNobodyOpenedIsNotRead() // J5: a journal may name any file
    {
        const QString path = QStringLiteral("od\nd/sea.png");
        fs::create_directories(file(QStringLiteral("od\nd")).toStdString());
        paint(path);
        const core::IndexMap codes = document().codes();
        leaveBehind();
        for (const fs::directory_entry& entry : fs::directory_iterator(app::stateFolder() / "recovery" / "killed"))
            if (entry.path().extension() == ".picture")
                fs::remove(entry.path());
        m_fixture = newWindow();
        m_fixture->window().opener().recentPictures().clear();
        QVERIFY(QFile::exists(file(path)));
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        openRecovered(QStringLiteral("sea.png"));
        QVERIFY(document().codes() == codes);
        QVERIFY(!document().hasPicture());
        QTRY_VERIFY(m_fixture->messages().join(QLatin1Char(' ')).contains(QStringLiteral("lay at ") + file("od?d/sea.png")));
        document().undoStack().setClean();
    }

    void damagedJournalsAreNamedAndLeftWhereTheyAre() // J8
    {
        paint();
        leaveBehind();
        m_fixture.reset();
        const fs::path left = app::stateFolder() / "recovery" / "killed";
        fs::path journal;
        for (const fs::directory_entry& entry : fs::directory_iterator(left))
            if (entry.path().extension() == ".journal")
                journal = entry.path();
        fs::resize_file(journal, 20); // within its first record
        m_fixture = newWindow();
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        QTRY_VERIFY(m_fixture->messages().join(QLatin1Char(' ')).contains(QStringLiteral("Work of an earlier run cannot be read")));
        QVERIFY(m_fixture->messages().join(QLatin1Char(' ')).contains(QString::fromStdString(journal.filename().string())));
        QVERIFY(m_fixture->window().recovery().offers().isEmpty());
        QCOMPARE(fs::file_size(journal), std::uintmax_t{20});
    }

    void aJournalOlderThanItsProjectReplacesNothingUnasked() // J8
    {
        paint();
        save(file("newer.tessera"));
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 3}});
        leaveBehind();
        document().undoStack().setClean();
        m_fixture = newWindow();
        const fs::path left = app::stateFolder() / "recovery" / "killed";
        for (const fs::directory_entry& entry : fs::directory_iterator(left)) // another program has gone on with it since
            fs::last_write_time(entry.path(), fs::last_write_time(entry.path()) - std::chrono::hours(1));
        const std::vector<std::byte> newer = core::readFile(file("newer.tessera").toStdString(), core::kMostProjectBytes);
        core::writeFileAtomically(file("newer.tessera").toStdString(), newer);
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        QTRY_COMPARE(m_fixture->window().recovery().offers().size(), 1);
        QVERIFY(m_fixture->window().recovery().offers().first().facts.contains(QStringLiteral("older than its file")));
        openRecovered(QStringLiteral("newer.tessera"));
        QVERIFY(document().isModified());
        QVERIFY(document().projectPath().isEmpty());
        m_fixture->trigger(QStringLiteral("save")); // asks for a name
        auto* dialog = m_fixture->window().findChild<QFileDialog*>(QStringLiteral("save-project"));
        QVERIFY(dialog);
        dialog->close();
        QVERIFY(core::readFile(file("newer.tessera").toStdString(), core::kMostProjectBytes) == newer);
        document().undoStack().setClean();
    }

    void savedWorkIsNotOffered()
    {
        paint();
        save(file("safe.tessera"));
        leaveBehind();
        m_fixture = newWindow();
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        QTRY_VERIFY(leftFiles() == 0);
        QVERIFY(m_fixture->window().recovery().offers().isEmpty());
    }

    void whatWasPaintedAfterASaveIsRecoveredUnderItsName()
    {
        paint();
        save(file("later.tessera"));
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 3}});
        const core::IndexMap codes = document().codes();
        leaveBehind();
        m_fixture = newWindow();
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        openRecovered(QStringLiteral("later.tessera"));
        QCOMPARE(document().projectPath(), file("later.tessera"));
        QVERIFY(document().codes() == codes);
        QVERIFY(document().isModified());
        document().undoStack().setClean();
    }

    void aProjectThatWasOpenedAgainIsRecoveredUnderItsNameHoweverOften()
    {
        paint();
        save(file("again.tessera"));
        open(file("again.tessera"));
        QTRY_VERIFY(m_fixture->isExact());
        m_fixture->window().tools().setCode(55);
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 3}});
        const core::IndexMap codes = document().codes();
        for (int time = 0; time < 2; ++time) { // the second time nothing is painted
            leaveBehind();
            m_fixture = newWindow();
            m_fixture->window().start({.model = QString::fromLatin1(kModel)});
            openRecovered(QStringLiteral("again.tessera"));
            QCOMPARE(document().projectPath(), file("again.tessera"));
            QVERIFY(document().codes() == codes);
            QVERIFY(document().isModified());
        }
        m_fixture->trigger(QStringLiteral("save")); // where it came from, and no question
        QTRY_VERIFY(!document().isModified());
        QVERIFY(read(file("again.tessera")).state.codes == codes);
    }

    void aProjectThatIsOpenAndUnchangedIsNotOffered()
    {
        paint();
        save(file("unchanged.tessera"));
        open(file("unchanged.tessera"));
        QTRY_VERIFY(m_fixture->isExact());
        leaveBehind();
        m_fixture = newWindow();
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        QTRY_VERIFY(leftFiles() == 0);
        QVERIFY(m_fixture->window().recovery().offers().isEmpty());
    }

    void journalsOfTheFirstFormatAreRecoveredToo()
    {
        // A project with its picture, and beside it events alone.
        paint();
        const core::IndexMap codes = document().codes();
        save(file("old.tessera"));
        core::Project project = read(file("old.tessera"));
        m_fixture.reset();
        const fs::path left = app::stateFolder() / "recovery" / "old";
        fs::create_directories(left);
        write(QString::fromStdString((left / "3-2.tessera").string()), project);
        const core::HistoryEvent event{
            core::HistoryEvent::Kind::step,
            {{core::makePatch(project.state.codes, core::brushAt({4, 4}, 1, core::BrushShape::square, {0, 0, 12, 17}), core::codeInk(9)), {}},
             "Brush"}};
        const std::vector<std::byte> record = core::toRecord(event);
        core::writeFileAtomically(left / "3-2.journal", record);
        m_fixture = newWindow();
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        openRecovered(QStringLiteral("sea.png"));
        QVERIFY(document().hasPicture());
        QCOMPARE(document().codes().at(4, 4), 9);
        QCOMPARE(document().codes().at(2, 3), codes.at(2, 3));
        QVERIFY(document().isModified());
        QTRY_VERIFY(!fs::exists(left)); // this run's journal holds it now
        document().undoStack().setClean();
    }

    void aClockThatWentBackwardsLosesNothing()
    {
        paint();
        const core::IndexMap codes = document().codes();
        QTRY_VERIFY(leftFiles() == 2);
        leaveBehind();
        // An older journal of the same document that seems to be the newer one.
        for (const fs::directory_entry& entry : fs::directory_iterator(app::stateFolder() / "recovery" / "killed"))
            if (entry.path().extension() == ".journal") {
                const std::vector<std::byte> bytes = core::readFile(entry.path(), 1 << 24);
                const auto base = core::firstFrame(bytes);
                QVERIFY(base);
                const fs::path older = entry.path().parent_path() / "1-0.journal";
                core::writeFileAtomically(older, core::framed(*base));
                const auto time = fs::last_write_time(entry.path());
                fs::last_write_time(older, time + std::chrono::hours(24 * 365));
                fs::last_write_time(entry.path(), time - std::chrono::hours(24 * 365 * 50));
                break;
            }
        m_fixture = newWindow();
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        openRecovered(QStringLiteral("sea.png"));
        QVERIFY(document().codes() == codes);
        document().undoStack().setClean();
    }

    void exportedCodesAreNotTheProjectsFile()
    {
        paint();
        save(file("kept.tessera"));
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 3}});
        m_fixture->window().exporter().exportCodes(file("kept.npy"));
        QTRY_VERIFY(!m_fixture->window().exporter().isWorking());
        QVERIFY(QFile::exists(file("kept.npy")));
        QVERIFY(document().isModified());
        m_fixture->trigger(QStringLiteral("close"));
        QVERIFY(question());
        discard();
        QTRY_VERIFY(!m_fixture->document());
    }

    void twoProgramsDoNotTakeEachOthersJournals()
    {
        paint();
        QTRY_VERIFY(leftFiles() == 2);
        const auto other = newWindow();
        other->window().start({.model = QString::fromLatin1(kModel)});
        QTest::qWait(100);
        QVERIFY(other->messages().isEmpty());
        QCOMPARE(leftFiles(), 2);
        document().undoStack().setClean();
    }
};

QTEST_MAIN(TestRecovery)
#include "test_recovery.moc"
