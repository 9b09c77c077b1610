// SPDX-License-Identifier: GPL-3.0-or-later
// What `tessera tune` says and leaves behind, and that other commands take it or leave it. How fast anything is is
// never judged.
#include "tests/cli/program.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QtTest>

#include <csignal>

using namespace tessera::tests;

namespace {

const QString kModel = source("tests/golden/v14-small-activations/model");
const QStringList kTune{"tune", "-m", kModel};

/// A cache of its own, but for what a driver keeps of compiled kernels.
class Cache {
public:
    QStringList environment() const
    {
        const QString usual = qEnvironmentVariable("XDG_CACHE_HOME", QDir::homePath() + "/.cache");
        return {"XDG_CACHE_HOME=" + path(), "MESA_SHADER_CACHE_DIR=" + qEnvironmentVariable("MESA_SHADER_CACHE_DIR", usual)};
    }
    QString path() const { return m_folder.filePath("cache"); }
    /// What Tessera has left there.
    QStringList files() const
    {
        QStringList files;
        for (QDirIterator all(path() + "/tessera", QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); all.hasNext();)
            files.append(all.next());
        return files;
    }

private:
    QTemporaryDir m_folder;
};

QByteArray bytesOf(const QString& name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void overwrite(const QString& name, const QByteArray& bytes)
{
    QFile file(name);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write a test file");
}

} // namespace

class TestCliTune : public QObject {
    Q_OBJECT
private slots:
    void the_report_says_what_was_chosen_and_where_it_is_kept();
    void the_table_names_what_was_measured();
    void other_commands_compute_by_it_and_do_not_mind_a_damaged_file();
    void an_interrupt_leaves_the_old_file();
    void what_cannot_be_measured_is_refused_data();
    void what_cannot_be_measured_is_refused();
    void a_result_that_cannot_be_kept_is_a_failure();
};

void TestCliTune::the_report_says_what_was_chosen_and_where_it_is_kept()
{
    const Cache cache;
    const Run run = runTessera(kTune + QStringList{"--json"}, cache.environment());
    QVERIFY2(run.exitCode == 0, run.err);
    const QJsonObject json = run.json();
    QVERIFY(!json["device"].toString().isEmpty());
    QCOMPARE(cache.files(), QStringList{json["file"].toString()});
    QVERIFY(json["file"].toString().startsWith(cache.path() + "/tessera/tuning/"));
    bool fast = false, exact = false;
    QVERIFY(!json["ops"].toArray().isEmpty());
    for (const QJsonValue& value : json["ops"].toArray()) {
        const QString op = value["op"].toString();
        fast = fast || op.endsWith(", fast");
        exact = exact || op.endsWith(", exact");
        QVERIFY(!op.isEmpty() && !value["chosen"].toString().isEmpty() && !value["default"].toString().isEmpty());
        QVERIFY(!op.endsWith(", exact") || !value["chosen"].toString().contains("4x4 "));
        QVERIFY(value["ms"].toDouble() > 0 && value["default_ms"].toDouble() > 0);
        QVERIFY(value["gain"].toDouble() >= 1);
    }
    QVERIFY(fast && exact);
    QVERIFY(!bytesOf(json["file"].toString()).isEmpty());
}

void TestCliTune::the_table_names_what_was_measured()
{
    const Cache cache;
    const Run run = runTessera(kTune + QStringList{"--exact"}, cache.environment());
    QVERIFY2(run.exitCode == 0, run.err);
    for (const char* word : {"3x3 same 16 -> 16, exact", "default", "gain"})
        QVERIFY2(run.out.contains(word), word);
    QVERIFY(!run.out.contains(", fast"));
    QCOMPARE(cache.files().size(), 1);
    QVERIFY(run.out.contains(cache.files().first().toUtf8()));
}

void TestCliTune::other_commands_compute_by_it_and_do_not_mind_a_damaged_file()
{
    const Cache cache;
    const QStringList bench{"bench", "-m", kModel, "--size", "32", "--repeat", "1", "--json"};
    QVERIFY(runTessera(bench, cache.environment()).exitCode == 0);
    QVERIFY(cache.files().isEmpty()); // a single command does not measure
    QVERIFY(runTessera(kTune, cache.environment()).exitCode == 0);
    const QString file = cache.files().first();
    const QByteArray good = bytesOf(file);
    for (const QByteArray& bytes : {good, good.left(good.size() / 2), QByteArray("\xFF\xFE"), QByteArray(2 << 20, '[')}) {
        overwrite(file, bytes);
        const Run run = runTessera(bench, cache.environment());
        QVERIFY2(run.exitCode == 0 && run.err.isEmpty(), run.err);
        QCOMPARE(bytesOf(file), bytes);
    }
    QVERIFY(runTessera(kTune, cache.environment()).exitCode == 0);
    QVERIFY(bytesOf(file).startsWith("{") && bytesOf(file).size() < good.size() * 2);
}

void TestCliTune::an_interrupt_leaves_the_old_file()
{
    const Cache cache;
    QVERIFY(runTessera(kTune, cache.environment()).exitCode == 0);
    const QString file = cache.files().first();
    const QByteArray before = bytesOf(file);
    QProcess process;
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    for (const QString& setting : cache.environment())
        variables.insert(setting.section('=', 0, 0), setting.section('=', 1));
    process.setProcessEnvironment(variables);
    process.start(QStringLiteral(TESSERA_BINARY_DIR "/tessera"), {"tune"}); // the usual classes take long enough
    QVERIFY(process.waitForStarted());
    QVERIFY(!process.waitForFinished(1500));
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished());
    QVERIFY(process.exitStatus() == QProcess::CrashExit || process.exitCode() != 0);
    QCOMPARE(cache.files(), QStringList{file});
    QCOMPARE(bytesOf(file), before);
}

void TestCliTune::what_cannot_be_measured_is_refused_data()
{
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("a file") << QStringList{"photo.jpg"} << 2;
    QTest::newRow("an option of another command") << QStringList{"--repeat", "3"} << 2;
    QTest::newRow("the processor") << QStringList{"--device", "CPU"} << 1;
    QTest::newRow("no device") << QStringList{"--device", "Voodoo 3000"} << 1;
    QTest::newRow("no such model") << QStringList{"-m", "photo-f9"} << 1;
}

void TestCliTune::what_cannot_be_measured_is_refused()
{
    QFETCH(QStringList, more);
    QFETCH(int, exitCode);
    const Cache cache;
    const Run run = runTessera(QStringList{"tune"} + more, cache.environment());
    QCOMPARE(run.exitCode, exitCode);
    QVERIFY2(run.isOneLine(), run.err);
    QVERIFY(cache.files().isEmpty());
}

void TestCliTune::a_result_that_cannot_be_kept_is_a_failure()
{
    const Cache cache;
    overwrite(cache.path(), "a file where the folder should be");
    const Run run = runTessera(kTune, cache.environment());
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.isOneLine(), run.err);
    QVERIFY(run.err.contains("tuning"));
}

QTEST_GUILESS_MAIN(TestCliTune)
#include "test_cli_tune.moc"
