// SPDX-License-Identifier: GPL-3.0-or-later
// What `tessera bench` says, as scripts read it. How long anything takes is never judged.
#include "tests/cli/program.h"

#include <QJsonArray>
#include <QtTest>

using namespace tessera::tests;

namespace {

const QStringList kTiny{"bench", "-m", source("tests/golden/v02-vqf4/model"), "--size", "32", "--repeat", "1"};

/// Two readings that can be.
void checkSpread(const QJsonObject& json, const char* key)
{
    const QJsonObject spread = json[key].toObject();
    QVERIFY2(spread["min"].toDouble(-1) >= 0, key);
    QVERIFY2(spread["median"].toDouble(-1) >= spread["min"].toDouble(), key);
}

void checkProbe(const QJsonObject& json)
{
    QVERIFY(json["probe_gflops"]["one"].toDouble() > 0);
    QVERIFY(json["probe_gflops"]["two"].toDouble() > 0);
}

} // namespace

class TestCliBench : public QObject {
    Q_OBJECT
private slots:
    void the_report_has_all_that_scripts_ask_for_data();
    void the_report_has_all_that_scripts_ask_for();
    void sizes_are_rounded_up_to_the_factor();
    void the_table_names_what_it_measured();
    void what_cannot_be_measured_is_refused_data();
    void what_cannot_be_measured_is_refused();
};

void TestCliBench::the_report_has_all_that_scripts_ask_for_data()
{
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<QString>("mode");
    QTest::newRow("best device") << QStringList{} << "fast";
    QTest::newRow("exact") << QStringList{"--exact"} << "exact";
    QTest::newRow("processor") << QStringList{"--device", "cpu"} << "exact";
}

void TestCliBench::the_report_has_all_that_scripts_ask_for()
{
    QFETCH(QStringList, more);
    QFETCH(QString, mode);
    const Run run = runTessera(kTiny + QStringList{"--json"} + more);
    QVERIFY2(run.exitCode == 0, run.err);
    const QJsonObject json = run.json();
    QVERIFY(!json["device"].toString().isEmpty());
    QCOMPARE(json["mode"].toString(), mode);
    QCOMPARE(json["size"].toString(), "32x32");
    QCOMPARE(json["model"].toString(), "model");
    for (const char* key : {"encode_ms", "encode_cpu_ms", "decode_ms", "decode_cpu_ms"})
        checkSpread(json, key);
    QVERIFY(json["first_decode_ms"].toDouble() > 0);
    checkProbe(json);

    for (const char* key : {"local_ms", "local_cpu_ms", "local_error", "peak_bytes", "weights_bytes", "ops"})
        QVERIFY2(json.contains(key), key);
    QCOMPARE(json["local_ms"].isNull(), json["local_error"].isNull());
    if (!json["local_ms"].isNull()) {
        checkSpread(json, "local_ms");
        const QJsonObject error = json["local_error"].toObject();
        QVERIFY(error["mean"].toDouble(-1) >= 0 && error["max"].toDouble() >= error["mean"].toDouble());
        QVERIFY(error["max"].toDouble() <= 255);
    }
    const QJsonArray ops = json["ops"].toArray();
    QCOMPARE(json["peak_bytes"].isNull(), ops.isEmpty());
    QCOMPARE(json["weights_bytes"].isNull(), ops.isEmpty());
    if (!ops.isEmpty()) {
        constexpr double kLargestOutput = 3 * 32 * 32 * 4;
        QVERIFY(json["peak_bytes"].toDouble() >= kLargestOutput);
        QVERIFY(json["weights_bytes"].toDouble() > 0);
    }
    for (const QJsonValue& op : ops) {
        QVERIFY(!op["name"].toString().isEmpty());
        QVERIFY(!op["shape"].toString().isEmpty());
        QVERIFY(op["variant"].isString());
        QVERIFY(op["ms"].toDouble(-1) >= 0);
        QVERIFY(op["gflops"].toDouble(-1) >= 0);
    }
}

void TestCliBench::sizes_are_rounded_up_to_the_factor()
{
    const Run run = runTessera({"bench", "-m", source("tests/golden/v02-vqf4/model"), "--size", "5x3", "--repeat", "1",
                                "--json"});
    QVERIFY2(run.exitCode == 0, run.err);
    QCOMPARE(run.json()["size"].toString(), "8x4");
    QVERIFY(run.err.contains("8x4"));
    QVERIFY(!runTessera(kTiny).err.contains("factor"));
}

void TestCliBench::the_table_names_what_it_measured()
{
    const Run run = runTessera(kTiny);
    QCOMPARE(run.exitCode, 0);
    for (const char* word : {"32x32", "fast", "encode", "decode", "first decode", "local preview", "GFLOP/s"})
        QVERIFY2(run.out.contains(word), word);
}

void TestCliBench::what_cannot_be_measured_is_refused_data()
{
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<int>("exitCode");
    for (const char* size : {"0", "x", "5x", "-3", "3x3x3", ""})
        QTest::addRow("size %s", size) << QStringList{QString("--size=%1").arg(size)} << 2;
    QTest::newRow("no reading") << QStringList{"--repeat=0"} << 2;
    QTest::newRow("too large") << QStringList{"--size=100000"} << 1;
    QTest::newRow("no such model") << QStringList{"-m", "photo-f9"} << 1;
}

void TestCliBench::what_cannot_be_measured_is_refused()
{
    QFETCH(QStringList, more);
    QFETCH(int, exitCode);
    const Run run = runTessera(QStringList{"bench"} + more);
    QCOMPARE(run.exitCode, exitCode);
    QVERIFY2(run.isOneLine(), run.err);
}

QTEST_GUILESS_MAIN(TestCliBench)
#include "test_cli_bench.moc"
