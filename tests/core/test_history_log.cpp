// SPDX-License-Identifier: Apache-2.0
// Histories as values and as logs: replayed, refused where they do not fit, and read up to where a log is cut.
#include "core/error.h"
#include "core/files/history_log.h"
#include "core/files/journal.h"
#include "tests/core/made_project.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tessera;
using namespace tessera::tests;
using Kind = core::HistoryEvent::Kind;

namespace {

struct Log {
    std::vector<core::HistoryEvent> events;
    std::size_t bytes = 0;
};

Log logOf(std::span<const std::byte> bytes, const core::CellRect& grid = {0, 0, 7, 11})
{
    Log log;
    log.bytes = core::readLog(bytes, grid, [&log](core::HistoryEvent event) {
        log.events.push_back(std::move(event));
        return true;
    });
    return log;
}

std::vector<std::byte> times(const std::vector<std::byte>& record, std::size_t count)
{
    std::vector<std::byte> log;
    log.reserve(record.size() * count);
    for (std::size_t i = 0; i < count; ++i)
        log.insert(log.end(), record.begin(), record.end());
    return log;
}

/// A step over cells of code 0: a few bytes once it is packed, however many those are.
core::HistoryEvent largeStep(int rows, int cols)
{
    const auto count = static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols);
    core::Patch patch{{0, 0, rows, cols}, std::vector<std::int32_t>(count), std::vector<std::int32_t>(count)};
    return {.step = {{std::move(patch), {}}, "Fill"}};
}

} // namespace

class TestHistoryLog : public QObject {
    Q_OBJECT

    static std::vector<core::HistoryEvent> someEvents(core::Project project)
    {
        std::vector<core::HistoryEvent> events;
        const auto add = [&](core::HistoryEvent event) {
            happen(project, event);
            events.push_back(std::move(event));
        };
        add(painted(project.state, 0, 1, 2, 3, 40));
        add(painted(project.state, 0, 3, 2, 3, 40, Kind::more));
        add({.kind = Kind::saved, .path = "sea.tessera"});
        add(painted(project.state, 4, 3, 3, 8, 41));
        add(selected(project.state, cells(0, 0, 1, 1)));
        add({.kind = Kind::undo, .count = 2});
        add({.kind = Kind::redo, .count = 1});
        return events;
    }

private slots:
    void whatGoesOnBelongsToTheNewestStep()
    {
        core::Project project = madeProject();
        const std::size_t before = project.history.position;
        const core::IndexMap codes = project.state.codes;
        for (const core::HistoryEvent& event : someEvents(project))
            happen(project, event);
        QCOMPARE(project.history.steps.size(), before + 3); // what had been undone is gone
        QCOMPARE(project.history.position, before + 2);
        happen(project, {.kind = Kind::undo, .count = 2});
        QVERIFY(project.state.codes == codes);
        core::checkHistory(project.state, project.history, 300);
    }

    void aStrokeThatEndsWhereItBeganIsNoStep()
    {
        core::Project project = madeProject();
        const core::IndexMap codes = project.state.codes;
        const int code = codes.at(0, 0);
        const std::size_t before = project.history.position;
        happen(project, painted(project.state, 0, 0, 1, 1, 5));
        happen(project, painted(project.state, 0, 0, 1, 1, code, Kind::more));
        QCOMPARE(project.history.position, before);
        QVERIFY(project.state.codes == codes);
    }

    void whatDoesNotFitIsRefusedAndChangesNothing_data()
    {
        QTest::addColumn<int>("which");
        for (int i = 0; i < 6; ++i)
            QTest::addRow("%d", i) << i;
    }
    void whatDoesNotFitIsRefusedAndChangesNothing()
    {
        QFETCH(int, which);
        core::Project project = madeProject();
        core::HistoryEvent event = painted(project.state, 4, 3, 2, 3, 41);
        core::Patch& patch = event.step.edit.patch;
        switch (which) {
        case 0: patch.rect.left = 9; break; // beyond the grid
        case 1: patch.after[1] = 300; break;
        case 2: patch.before[1] = -1; break;
        case 3: patch.before[1] = 298; break; // not these codes
        case 4: event = selected(project.state, cells(6, 0, 2, 2)); break;
        default: event = {.kind = Kind::redo, .count = 2}; break;
        }
        const core::Project before = project;
        QVERIFY_EXCEPTION_THROWN(happen(project, event), core::FormatError);
        QVERIFY(project.state.codes == before.state.codes);
        QVERIFY(project.state.selection == before.state.selection);
        QVERIFY(project.history == before.history);
    }

    void aHistoryComesBackFromItsLog()
    {
        const core::History history = madeProject().history;
        QCOMPARE(history.steps.size(), std::size_t{4});
        QVERIFY(core::toHistory(core::toLog(history), {0, 0, 7, 11}) == history);
        QVERIFY(core::toHistory(core::toLog({}), {0, 0, 7, 11}) == core::History());
    }

    void aLargeStepIsPackedAndComesBack()
    {
        core::IndexMap map(1, 129, 257);
        const core::Patch patch = core::makePatch(map, cells(0, 0, 129, 257), core::codeInk(3));
        const core::HistoryEvent event{.step = {{patch, {}}, "Fill"}};
        const std::vector<std::byte> record = core::toRecord(event);
        QVERIFY(record.size() < 4'000);
        QCOMPARE(logOf(record, {0, 0, 129, 257}).events, std::vector{event});
    }

    void aLogCutAnywhereGivesWhatIsWholeBeforeTheCut()
    {
        const std::vector<core::HistoryEvent> events = someEvents(madeProject());
        std::vector<std::byte> log;
        std::vector<std::size_t> ends{0};
        for (const core::HistoryEvent& event : events) {
            const std::vector<std::byte> record = core::toRecord(event);
            log.insert(log.end(), record.begin(), record.end());
            ends.push_back(log.size());
        }
        for (std::size_t size = 0; size <= log.size(); ++size) {
            const Log read = logOf(std::span(log).first(size));
            const auto whole = static_cast<std::size_t>(std::ranges::upper_bound(ends, size) - ends.begin() - 1);
            QCOMPARE(read.events.size(), whole);
            QCOMPARE(read.bytes, ends[whole]);
        }
    }

    void aDamagedRecordEndsTheLog()
    {
        const std::vector<std::byte> log = core::toLog(madeProject().history);
        const std::size_t count = logOf(log).events.size();
        for (std::size_t i = 0; i < log.size(); ++i)
            for (const std::byte flip : {std::byte{1}, std::byte{0x80}, std::byte{0xff}}) {
                std::vector<std::byte> damaged = log;
                damaged[i] ^= flip;
                QVERIFY(logOf(damaged).events.size() < count);
                QVERIFY_EXCEPTION_THROWN(core::toHistory(damaged, {0, 0, 7, 11}), core::FormatError);
            }
    }

    void aJournalTakesAProjectToWhereItEnds()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("1.journal").toStdString();
        core::Project expected = madeProject();
        {
            core::JournalWriter writer(path, expected);
            for (const core::HistoryEvent& event : someEvents(expected)) {
                writer.append(event);
                happen(expected, event);
            }
        }
        QFile file(QString::fromStdString(path.string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray all = file.readAll();
        const auto first = [&](qsizetype size) {
            return std::as_bytes(std::span(all.constData(), static_cast<std::size_t>(size)));
        };
        const core::Journal whole = core::readJournal(first(all.size()));
        const core::Project& project = whole.project;
        const core::Replayed& replayed = whole.replayed;
        QVERIFY(!project.hasPicture());
        QCOMPARE(replayed.events, std::size_t{6}); // and a save
        QCOMPARE(replayed.edits, std::size_t{5});
        QVERIFY(replayed.whole && replayed.unsaved);
        QCOMPARE(replayed.savedTo, std::string("sea.tessera"));
        QVERIFY(project.state.codes == expected.state.codes);
        QVERIFY(project.state.selection == expected.state.selection);
        QVERIFY(project.history == expected.history);
        std::size_t events = 0;
        const std::span<const std::byte> base = core::firstFrame(first(all.size())).value();
        const auto begin = static_cast<qsizetype>(base.data() + base.size() - first(all.size()).data());
        for (qsizetype size = 0; size < begin; ++size) // cut at every byte of what it begins with: nothing is known
            QVERIFY_EXCEPTION_THROWN(core::readJournal(first(size)), core::FormatError);
        for (qsizetype size = begin; size < all.size(); ++size) { // and of all that follows
            const core::Journal cut = core::readJournal(first(size));
            QVERIFY(cut.replayed.events >= events && cut.replayed.events <= events + 1);
            events = cut.replayed.events;
            core::checkHistory(cut.project.state, cut.project.history, 300);
        }
        QCOMPARE(events, std::size_t{5});
    }

    void aStepBeyondThePictureIsRefusedBeforeItIsUnpacked()
    {
        const std::vector<std::byte> record = core::toRecord(largeStep(512, 512));
        QVERIFY(record.size() < 12'000);
        QCOMPARE(logOf(record).bytes, std::size_t{0});
        std::vector<std::byte> log = times(record, 40);
        const std::vector<std::byte> end = core::toRecord({.kind = Kind::undo, .count = 0});
        log.insert(log.end(), end.begin(), end.end());
        QString problem;
        try {
            core::toHistory(log, {0, 0, 7, 11});
        } catch (const core::FormatError& error) {
            problem = QString::fromUtf8(error.what());
        }
        QVERIFY2(problem.contains("step 1 of the history") && problem.contains("expected at most"), qPrintable(problem));
        core::Project project = madeProject();
        QVERIFY(!core::replayEvents(log, project).whole);
    }

    void recordsThatAreWholeAndMeanNothingAreRefusedInWords()
    {
        const core::CellRect grid{0, 0, 7, 11};
        const std::vector<std::byte> step = core::toRecord(largeStep(2, 3)), end = core::toRecord({.kind = Kind::undo});
        const std::span<const std::byte> body = core::firstFrame(step).value();
        const auto problem = [&](const std::vector<std::byte>& content, const std::vector<std::byte>& last) {
            std::vector<std::byte> log = core::framed(content);
            log.insert(log.end(), last.begin(), last.end());
            try {
                core::toHistory(log, grid);
            } catch (const core::FormatError& error) {
                return QString::fromUtf8(error.what());
            }
            return QString();
        };
        std::vector<std::byte> bent(body.begin(), body.end());
        QCOMPARE(problem(bent, end), QString());
        QVERIFY2(problem(bent, step).contains("does not say how many"), qPrintable(problem(bent, step)));
        bent.push_back(std::byte{0});
        QVERIFY2(problem(bent, end).contains("longer than it should be"), qPrintable(problem(bent, end)));
        bent.assign(body.begin(), body.end());
        bent[0] = std::byte{7};
        QVERIFY2(problem(bent, end).contains("unknown packing"), qPrintable(problem(bent, end)));
        bent[0] = std::byte{1}; // packed: what follows is no size and no deflate
        bent.resize(5);
        bent[1] = std::byte{9};
        bent[2] = bent[3] = bent[4] = std::byte{0};
        bent.resize(64, std::byte{0x5a});
        QVERIFY2(problem(bent, end).contains("cannot be unpacked"), qPrintable(problem(bent, end)));
        QStringList said;
        // Any number of the body, as something that it is not: refused, or another step inside the grid.
        for (std::size_t at = 0; at + 4 <= body.size(); ++at)
            for (const std::int32_t value : {-1, 8, 0x7FFFFFFF}) {
                bent.assign(body.begin(), body.end());
                std::memcpy(bent.data() + at, &value, 4);
                std::vector<std::byte> log = core::framed(bent);
                log.insert(log.end(), end.begin(), end.end());
                try {
                    for (const core::HistoryStep& each : core::toHistory(log, grid).steps)
                        QVERIFY(each.edit.patch.rect.isEmpty()
                                || each.edit.patch.rect.intersected(grid) == each.edit.patch.rect);
                } catch (const core::FormatError& error) {
                    said << QString::fromUtf8(error.what());
                }
            }
        QVERIFY(!said.filter("a side of -1 cells").isEmpty());
        QVERIFY(!said.filter("which does not lie in a picture of 7 x 11").isEmpty());
    }

    void aHistoryOfSomethingElseThanStepsIsRefusedAtTheFirst()
    {
        const std::vector<std::byte> log = times(core::toRecord({.kind = Kind::undo, .count = 0}), 50'000);
        QString problem;
        try {
            core::toHistory(log, {0, 0, 7, 11});
        } catch (const core::FormatError& error) {
            problem = QString::fromUtf8(error.what());
        }
        QVERIFY2(problem.contains("step 1 of the history"), qPrintable(problem));
    }

    void theOldestStepsOfALargeHistoryAreForgotten()
    {
        constexpr int kSide = 1024;
        const core::CellRect grid{0, 0, kSide, kSide};
        const core::HistoryEvent step = largeStep(kSide, kSide); // 8 MiB
        std::vector<std::byte> log = times(core::toRecord(step), 40);
        const auto kept = [&](std::uint32_t undone) {
            std::vector<std::byte> whole = log;
            const std::vector<std::byte> end = core::toRecord({.kind = Kind::undo, .count = undone});
            whole.insert(whole.end(), end.begin(), end.end());
            return core::toHistory(whole, grid);
        };
        core::History history = kept(3);
        QVERIFY(history.steps.size() >= 30 && history.steps.size() < 32);
        QCOMPARE(history.position, history.steps.size() - 3);
        QVERIFY(history.steps.back() == step.step);
        history = kept(40); // its steps lead from the codes to those after the first, which is forgotten
        QVERIFY(history.steps.empty());
        QCOMPARE(history.position, std::size_t{0});

        core::Project project; // and so are those of a journal
        project.model.codes = 1;
        project.state.codes = core::IndexMap(1, kSide, kSide);
        const core::Replayed replayed = core::replayEvents(log, project);
        QVERIFY(replayed.whole);
        QCOMPARE(replayed.edits, std::size_t{40});
        QVERIFY(project.history.steps.size() >= 31 && project.history.steps.size() < 40);
        QCOMPARE(project.history.position, project.history.steps.size());
    }

    void aJournalThatIsEndlessWorkEndsEarly()
    {
        constexpr int kSide = 4096;
        core::Project project;
        project.model.codes = 1;
        project.state.codes = core::IndexMap(1, kSide, kSide);
        const core::Region all = cells(0, 0, kSide, kSide);
        std::vector<std::byte> log = core::toRecord(selected(project.state, all));
        std::vector<std::byte> thereAndBack = core::toRecord({.kind = Kind::undo, .count = 1});
        const std::vector<std::byte> redo = core::toRecord({.kind = Kind::redo, .count = 1});
        thereAndBack.insert(thereAndBack.end(), redo.begin(), redo.end());
        const std::vector<std::byte> often = times(thereAndBack, 10'000); // 280 kB that select 320 thousand million cells
        log.insert(log.end(), often.begin(), often.end());
        const core::Replayed replayed = core::replayEvents(log, project);
        QVERIFY(!replayed.whole);
        QVERIFY(replayed.events > 10 && replayed.events < 200);
        QCOMPARE(project.history.steps.size(), std::size_t{1});
    }

    void textsAndMergedStrokesAreWorkToo() // of a few bytes, once they are packed
    {
        core::HistoryEvent saved{.kind = Kind::saved};
        saved.path = std::string(4096, 'x');
        core::Project project;
        project.model.codes = 2;
        project.state.codes = core::IndexMap(1, 1, 1);
        core::Replayed replayed = core::replayEvents(times(core::toRecord(saved), 500'000), project);
        QVERIFY(!replayed.whole);
        QCOMPARE(replayed.savedTo, saved.path);

        // The second part of the step lies in the far corner, so that both together cover everything.
        constexpr int kSide = 4096;
        project.state.codes = core::IndexMap(1, kSide, kSide);
        const auto change = [](int at, int from, int to, Kind kind) {
            return core::toRecord({.kind = kind, .step = {{{{at, at, 1, 1}, {from}, {to}}, {}}, "Paint"}});
        };
        std::vector<std::byte> log = change(0, 0, 1, Kind::step), pair = change(kSide - 1, 0, 1, Kind::more);
        const std::vector<std::byte> back = change(kSide - 1, 1, 0, Kind::more);
        pair.insert(pair.end(), back.begin(), back.end());
        const std::vector<std::byte> often = times(pair, 1000);
        log.insert(log.end(), often.begin(), often.end());
        replayed = core::replayEvents(log, project);
        QVERIFY(!replayed.whole);
        QVERIFY2(replayed.events > 5 && replayed.events < 60, qPrintable(QString::number(replayed.events)));
    }

    void aJournalOfAnotherPictureIsLeftOut()
    {
        core::Project project = madeProject();
        std::vector<std::byte> log = core::toRecord(painted(project.state, 4, 3, 2, 3, 41));
        project.state.codes.at(4, 3) = 7;
        const core::IndexMap codes = project.state.codes;
        const core::Replayed replayed = core::replayEvents(log, project);
        QVERIFY(!replayed.whole);
        QCOMPARE(replayed.events, std::size_t{0});
        QVERIFY(project.state.codes == codes);
    }
};

QTEST_APPLESS_MAIN(TestHistoryLog)
#include "test_history_log.moc"
