// SPDX-License-Identifier: Apache-2.0
// A program that saves a project is killed at every system call of that, before and after it. What is there then is the old
// project or the new one, whole, and the next start leaves no other file.
#include "core/atomic_file.h"
#include "core/files/bounded_file.h"
#include "tests/core/made_project.h"
#include "tests/support/bad_input.h"

#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <functional>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace tessera::core;
using namespace tessera::tests;
namespace fs = std::filesystem;

namespace {

constexpr int kNotTraced = 3; ///< exit code

enum class End { killed, byItself, notTraced };

/// Runs `act` in a process of its own, to the `stops`th time that it enters or leaves a system call, and kills it there.
End runAndKill(int stops, const std::function<void()>& act)
{
    const pid_t child = ::fork();
    if (child == 0) {
        if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0)
            ::_exit(kNotTraced);
        ::raise(SIGSTOP);
        try {
            act();
        } catch (...) {
            ::_exit(1);
        }
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    for (int stop = 0; WIFSTOPPED(status); ++stop) {
        if (stop == stops) {
            ::kill(child, SIGKILL);
            ::waitpid(child, &status, 0);
            return End::killed;
        }
        ::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
        ::waitpid(child, &status, 0);
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == kNotTraced ? End::notTraced : End::byItself;
}

} // namespace

class TestSaveKills : public QObject {
    Q_OBJECT

private slots:
    void aSaveThatIsKilledAtAnySystemCallLeavesTheOldProjectOrTheNewOne_data()
    {
        QTest::addColumn<bool>("isThere");
        QTest::newRow("of a project that is there") << true;
        QTest::newRow("of a new project") << false;
    }

    void aSaveThatIsKilledAtAnySystemCallLeavesTheOldProjectOrTheNewOne() // J6
    {
        QFETCH(bool, isThere);
        Project project = madeProject();
        const std::vector<std::byte> before = writeProject(project);
        happen(project, painted(project.state, 2, 2, 2, 2, 77));
        const std::vector<std::byte> after = writeProject(project);
        const ScratchFolder folder;
        const fs::path file = folder / "sea.tessera";
        int kills = 0, leftOvers = 0, news = 0;
        for (int stops = 0;; ++stops) {
            fs::remove(file);
            if (isThere)
                writeFileAtomically(file, before);
            const End end = runAndKill(stops, [&] { writeFileAtomically(file, writeProject(project)); });
            if (end == End::notTraced)
                QSKIP("this system does not let one process trace another");
            leftOvers += folder.names().size() > (fs::exists(file) ? 1 : 0);
            removeLeftOvers(folder.path()); // as the next start does
            QCOMPARE(folder.names(), fs::exists(file) ? QStringList{"sea.tessera"} : QStringList());
            if (fs::exists(file) || isThere) {
                const std::vector<std::byte> found = readFile(file, kMostProjectBytes);
                QVERIFY2(found == after || (isThere && found == before), qPrintable(QString::number(stops)));
                news += found == after;
            }
            if (end == End::byItself) {
                QVERIFY(readFile(file, kMostProjectBytes) == after);
                break;
            }
            ++kills;
        }
        qInfo("%d kills: %d left the new project, %d a temporary file, which the next start removes", kills, news - 1, leftOvers);
        // They were in the midst of it.
        QVERIFY(news > 1);
        QVERIFY(leftOvers > 2);
    }

    void aFileThatIsBeingWrittenIsNoLeftOver()
    {
        const ScratchFolder folder;
        int written[2];
        QCOMPARE(::pipe(written), 0);
        const pid_t child = ::fork();
        if (child == 0) { // writes until it is killed, or a write fails
            const std::vector<std::byte> bytes(1 << 20);
            try {
                for (;;) {
                    writeFileAtomically(folder / "busy", bytes);
                    if (::write(written[1], "x", 1) != 1)
                        ::_exit(1);
                }
            } catch (...) {
                ::_exit(1);
            }
        }
        ::close(written[1]); // ours: where the other process ends, so does what is read
        for (int files = 0; files < 20; ++files) {
            for (int looks = 0; looks < 20; ++looks) // at any moment
                removeLeftOvers(folder.path());
            char x = 0;
            QCOMPARE(::read(written[0], &x, 1), ssize_t{1});
        }
        int status = 0;
        QCOMPARE(::waitpid(child, &status, WNOHANG), 0); // no write failed
        ::kill(child, SIGKILL);
        ::waitpid(child, &status, 0);
        ::close(written[0]);
        removeLeftOvers(folder.path());
        QCOMPARE(folder.names(), QStringList{"busy"});
    }

    void otherFilesAreNoLeftOvers()
    {
        const ScratchFolder folder;
        for (const char* name : {".tessera-notes", "tessera-1.tmp", ".tessera-.tmp", "sea.tmp"})
            folder.write(name, "x");
        folder.write("target", "x");
        fs::create_symlink("target", folder / ".tessera-12.tmp");
        fs::create_directories(folder / ".tessera-13.tmp/pictures");
        folder.write(".tessera-13.tmp/sea.png", "x");
        const QStringList before = folder.names();
        removeLeftOvers(folder.path());
        removeLeftOvers(folder / "missing");
        QCOMPARE(folder.names(), before);
        folder.write(".tessera-14.tmp", "x");
        fs::create_directory(folder / ".tessera-15.tmp"); // of a model that was being written
        folder.write(".tessera-15.tmp/config.json", "{}");
        fs::create_directory(folder / ".tessera-16.tmp");
        removeLeftOvers(folder.path());
        QCOMPARE(folder.names(), before);
    }
};

QTEST_APPLESS_MAIN(TestSaveKills)
#include "test_save_kills.moc"
