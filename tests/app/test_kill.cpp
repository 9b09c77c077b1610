// SPDX-License-Identifier: GPL-3.0-or-later
// A program that paints and saves is killed at random moments, again and again; then its journal and its project are
// opened, and the strokes in them are counted. TESSERA_KILLS says how often.
#include "app/pictures/picture_files.h"
#include "app/recovery/recovered.h"
#include "core/error.h"
#include "core/files/bounded_file.h"
#include "tests/app/made_document.h"
#include "tests/support/long_run.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>
#include <csignal>
#include <random>
#include <sys/resource.h>

using namespace tessera;
using namespace tessera::tests;
namespace fs = std::filesystem;

namespace {

constexpr int kUsualKills = 100;
constexpr int kAtOnce = 4;
constexpr int kLongestMs = 300; ///< from "painting" to the kill
constexpr int kPatienceMs = 120'000;

class Victim {
public:
    explicit Victim(const QString& folder, bool hasHome = true) : m_folder(folder)
    {
        QDir().mkpath(folder);
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_STATE_HOME"), folder + QStringLiteral("/state"));
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), folder + QStringLiteral("/config"));
        if (!hasHome) {
            for (const QString& name : environment.keys())
                if (name.startsWith(QStringLiteral("XDG_")))
                    environment.remove(name);
            environment.insert(QStringLiteral("HOME"), QStringLiteral("/dev/null/none"));
        }
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        m_process.setProcessEnvironment(environment);
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    }

    void start(const QString& picture)
    {
        m_process.start(QStringLiteral(RECOVERY_VICTIM), {picture, project()});
    }
    bool waitUntilItPaints()
    {
        while (!m_output.contains("painting\n")) {
            if (!m_process.waitForReadyRead(kPatienceMs))
                return false;
            m_output += m_process.readAll();
        }
        return true;
    }
    /// From now on it gets no memory any more.
    void starve()
    {
        const rlimit nothing{1 << 20, 1 << 20};
        if (const auto id = static_cast<pid_t>(m_process.processId()); id > 0) // 0, once it has ended, means us
            ::prlimit(id, RLIMIT_DATA, &nothing, nullptr);
    }
    void kill(int signal = SIGKILL)
    {
        if (const auto id = static_cast<pid_t>(m_process.processId()); id > 0)
            ::kill(id, signal);
    }
    bool waitForStroke(int number)
    {
        while (!m_output.contains("\n" + QByteArray::number(number) + "\n")) {
            if (!m_process.waitForReadyRead(kPatienceMs))
                return false;
            m_output += m_process.readAll();
        }
        return true;
    }
    bool endedWell() const { return m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0; }
    /// What its window said, once it has finished.
    QByteArray said() const { return m_output.mid(m_output.indexOf("says: ")); }
    /// Strokes that it has said to have finished.
    int finished()
    {
        m_process.waitForFinished(kPatienceMs);
        m_output += m_process.readAll();
        const qsizetype end = m_output.indexOf("says: ");
        const QByteArray counts = end < 0 ? m_output : m_output.left(end);
        const QList<QByteArray> lines = counts.left(counts.lastIndexOf('\n')).split('\n');
        return lines.last().toInt(); // 0 of "painting"
    }
    QString project() const { return m_folder + QStringLiteral("/painted.tessera"); }
    fs::path recovery() const { return (m_folder + QStringLiteral("/state/tessera/recovery")).toStdString(); }

private:
    QString m_folder;
    QProcess m_process;
    QByteArray m_output;
};

} // namespace

class TestKill : public QObject {
    Q_OBJECT

    /// Throws where a stroke before the last one is not in the codes as it was painted.
    static void checkStrokes(const core::Project& project)
    {
        const core::IndexMap& codes = project.state.codes;
        const int rows = static_cast<int>(codes.rows), last = static_cast<int>(project.history.position);
        for (int stroke = std::max(1, last - rows + 1); stroke < last; ++stroke)
            for (int col = 0; col <= 8; ++col)
                if (codes.at(stroke % rows, col) != 1 + stroke % 511)
                    throw core::Error("stroke " + std::to_string(stroke) + " is not whole");
    }

    /// The most strokes that are in the journal or the project; each that is there must open, and be whole.
    static int strokesOnDisk(const Victim& victim)
    {
        std::size_t strokes = 0;
        if (QFile::exists(victim.project())) {
            const core::Project project
                = core::readProject(core::readFile(victim.project().toStdString(), core::kMostProjectBytes));
            checkStrokes(project);
            strokes = project.history.position;
        }
        std::vector<std::string> problems;
        for (const app::LeftFolder& folder : app::findLeftWork(victim.recovery(), {}, {}, problems))
            for (const app::RecoveredWork& work : folder.works) {
                checkStrokes(*work.project);
                strokes = std::max(strokes, work.project->history.position);
            }
        if (!problems.empty())
            throw core::Error(problems.front());
        return static_cast<int>(strokes);
    }

private slots:
    void aKillLosesAtMostTheStrokeInProgress() // J7
    {
        const QTemporaryDir folder;
        const QString picture = folder.filePath(QStringLiteral("sea.png"));
        app::writePicture(picture.toStdString(), gradient(66, 47));
        const int kills = asked("TESSERA_KILLS", kUsualKills);
        std::mt19937 random(std::random_device{}());
        std::array<int, 3> lost{}; // nothing, the last stroke, more
        int worst = 0, strokes = 0;
        for (int batch = 0; batch < kills / kAtOnce; ++batch) {
            std::vector<std::unique_ptr<Victim>> victims;
            std::vector<int> moments;
            for (int i = 0; i < kAtOnce; ++i) {
                victims.push_back(std::make_unique<Victim>(folder.filePath(QStringLiteral("%1-%2").arg(batch).arg(i))));
                victims.back()->start(picture);
                moments.push_back(static_cast<int>(random() % kLongestMs));
            }
            for (const auto& victim : victims)
                QVERIFY(victim->waitUntilItPaints());
            std::ranges::sort(moments);
            for (std::size_t i = 0; i < victims.size(); ++i) {
                QThread::msleep(static_cast<unsigned long>(moments[i] - (i > 0 ? moments[i - 1] : 0)));
                victims[i]->kill();
            }
            for (const auto& victim : victims) {
                const int finished = victim->finished();
                int found = 0;
                try {
                    found = strokesOnDisk(*victim);
                } catch (const std::exception& error) {
                    QFAIL(error.what());
                }
                const int missing = std::max(finished - found, 0);
                ++lost[static_cast<std::size_t>(std::min(missing, 2))];
                worst = std::max(worst, missing);
                strokes += finished;
            }
        }
        qInfo("%d kills after %d strokes in all: %d lost no finished stroke, %d the last one, %d more; %d at most", kills,
              strokes, lost[0], lost[1], lost[2], worst);
        QVERIFY(strokes > kills / 10); // how many there are is a matter of the machine; none would prove nothing
        QVERIFY2(worst <= 1, qPrintable(QString::number(worst)));
    }

    void aProgramThatIsAskedToEndDoesAndKeepsItsJournal() // U9
    {
        const QTemporaryDir folder;
        const QString picture = folder.filePath(QStringLiteral("sea.png"));
        app::writePicture(picture.toStdString(), gradient(66, 47));
        for (const int signal : {SIGTERM, SIGHUP, SIGINT}) {
            Victim victim(folder.filePath(QString::number(signal)));
            victim.start(picture);
            QVERIFY(victim.waitForStroke(3));
            victim.kill(signal);
            const int finished = victim.finished();
            QVERIFY(victim.endedWell());
            QVERIFY(finished >= 3);
            QCOMPARE(strokesOnDisk(victim), finished);
        }
    }

    void withoutMemoryTheJournalStaysWhole() // U11
    {
        const QTemporaryDir folder;
        const QString picture = folder.filePath(QStringLiteral("sea.png"));
        app::writePicture(picture.toStdString(), gradient(66, 47));
        Victim victim(folder.filePath(QStringLiteral("starved")));
        victim.start(picture);
        QVERIFY(victim.waitForStroke(3));
        victim.starve();
        for (int stroke = 4; stroke < 30 && victim.waitForStroke(stroke); ++stroke) {} // on with what it has, or at an end
        victim.kill(SIGTERM);
        const int finished = victim.finished();
        QVERIFY(finished >= 3);
        QVERIFY(strokesOnDisk(victim) >= finished - 1);
    }

    void withoutAHomeAndItsFoldersOnePaintsOnAndIsTold()
    {
        const QTemporaryDir folder;
        const QString picture = folder.filePath(QStringLiteral("sea.png"));
        app::writePicture(picture.toStdString(), gradient(66, 47));
        Victim victim(folder.filePath(QStringLiteral("homeless")), false);
        victim.start(picture);
        QVERIFY(victim.waitForStroke(4));
        victim.kill(SIGTERM);
        QVERIFY(victim.finished() >= 4);
        QVERIFY(victim.endedWell());
        QVERIFY2(victim.said().contains("No recovery journal can be kept, so save often"), victim.said().constData());
        QVERIFY(QFile::exists(victim.project())); // saving is another matter
    }
};

QTEST_GUILESS_MAIN(TestKill)
#include "test_kill.moc"
