// SPDX-License-Identifier: GPL-3.0-or-later
// What the program does to files and with them where something is against it: limits of memory and of sizes, runs that were
// killed, names that are the same file.
#include "tests/cli/program.h"

#include <QImage>
#include <QtTest>

#include <sys/resource.h>

using namespace tessera::tests;

namespace {

/// `resource`: RLIMIT_DATA, RLIMIT_FSIZE ...; no more than `most` of it.
Run runLimited(const QStringList& arguments, __rlimit_resource resource, rlim_t most)
{
    QProcess process;
    process.setChildProcessModifier([=] {
        const rlimit limit{most, most};
        ::setrlimit(resource, &limit);
    });
    process.start(QStringLiteral(TESSERA_BINARY_DIR "/tessera"), arguments);
    if (!process.waitForFinished(600000) || process.exitStatus() != QProcess::NormalExit)
        return {-1, process.readAllStandardOutput(), process.readAllStandardError()};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

/// A .npy of zeros that take no room on the disk.
QString sparse(const Folder& folder, const QByteArray& descr, const QByteArray& shape, qint64 bytes)
{
    const QString name = folder.write("sparse.npy", npy(descr, shape, {}));
    QFile file(name);
    if (!file.resize(file.size() + bytes))
        qFatal("cannot make a sparse file");
    return name;
}

/// A picture that even the CPU is done with soon.
QString smallPicture(const Folder& folder)
{
    QImage image(32, 32, QImage::Format_RGB32);
    image.fill(QColor(10, 120, 200));
    if (!image.save(folder.file("small.png")))
        qFatal("cannot write a picture");
    return folder.file("small.png");
}

const QStringList kNoVulkan{"VK_DRIVER_FILES=/nonexistent", "VK_ICD_FILENAMES=/nonexistent"};

} // namespace

class TestCliFiles : public QObject {
    Q_OBJECT

private slots:
    void anArrayIsRefusedByItsHeadBeforeItsValuesAreRead_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("descr");
        QTest::addColumn<QByteArray>("shape");
        QTest::addColumn<qint64>("bytes");
        QTest::addColumn<QByteArray>("says");
        constexpr qint64 kGibibyte = qint64{1} << 30;
        QTest::newRow("floats for codes") << QStringList{"decode"} << QByteArray("<f4") << QByteArray("16384, 16384")
                                          << kGibibyte << QByteArray("not codes");
        QTest::newRow("8 channels for 3") << QStringList{"encode"} << QByteArray("<f2") << QByteArray("1, 8, 8192, 8192")
                                          << kGibibyte << QByteArray("8 channels");
        QTest::newRow("too large a picture") << QStringList{"encode"} << QByteArray("<f4") << QByteArray("1, 3, 9000, 9000")
                                             << qint64{4} * 3 * 9000 * 9000 << QByteArray("64 megapixels");
        QTest::newRow("too many pictures") << QStringList{"reconstruct"} << QByteArray("<f4") << QByteArray("5, 3, 4000, 4000")
                                           << qint64{4} * 5 * 3 * 4000 * 4000 << QByteArray("64 megapixels");
        QTest::newRow("latents for codes") << QStringList{"decode"} << QByteArray("<f4") << QByteArray("1, 3, 8192, 8192")
                                           << qint64{4} * 3 * 8192 * 8192 << QByteArray("not codes");
        QTest::newRow("latents of other channels") << QStringList{"decode", "--latents"} << QByteArray("<f4")
                                                   << QByteArray("1, 5, 4096, 8192") << 5 * kGibibyte / 8 << QByteArray("channels");
        QTest::newRow("too many codes") << QStringList{"decode"} << QByteArray("<i8") << QByteArray("4096, 4096")
                                        << kGibibyte / 8 << QByteArray("megapixels");
    }
    void anArrayIsRefusedByItsHeadBeforeItsValuesAreRead()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, descr);
        QFETCH(QByteArray, shape);
        QFETCH(qint64, bytes);
        QFETCH(QByteArray, says);
        const Folder folder;
        arguments << sparse(folder, descr, shape, bytes) << "-o" << folder.file("out.npy") << "--device" << "cpu";
#ifdef TESSERA_SANITIZES_ADDRESS
        const Run run = runTessera(arguments); // the sanitizer takes more memory than the limit leaves
#else
        const Run run = runLimited(arguments, RLIMIT_DATA, rlim_t{256} << 20);
#endif
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.isOneLine() && run.err.contains("sparse.npy") && run.err.contains(says), run.err);
    }

    void noDeviceIsStartedForPicturesThatCannotBeRead_data()
    {
        QTest::addColumn<QString>("command");
        QTest::newRow("usage") << "usage";
        QTest::newRow("eval") << "eval";
    }
    void noDeviceIsStartedForPicturesThatCannotBeRead()
    {
        QFETCH(QString, command);
        const Folder folder;
        const QString bad = folder.write("bad.png", "\x89PNG\r\n\x1a\n and so on");
        const QByteArray said = "no Vulkan device can be used"; // where one is looked for
        for (const QString& input : {bad, folder.file("missing.png")}) {
            const Run run = runTessera({command, input}, kNoVulkan);
            QCOMPARE(run.exitCode, 1);
            QVERIFY2(!run.err.contains(said) && run.err.contains(QFileInfo(input).fileName().toUtf8()), run.err);
        }
        const Run run = runTessera({command, bad, smallPicture(folder)}, kNoVulkan);
        QVERIFY2(run.err.contains(said), run.err);
    }

    void aFileBeyondTheLimitOfSizesIsAnErrorAndLeavesNothing()
    {
        const Folder folder;
        const Run run
            = runLimited({"encode", smallPicture(folder), "-o", folder.file("codes.npy"), "--device", "cpu"}, RLIMIT_FSIZE, 64);
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.err.contains("codes.npy") && run.err.contains("File too large"), run.err);
        QCOMPARE(folder.files(), QStringList{"small.png"});
    }

    void whatAKilledRunLeftIsGoneAfterTheNext()
    {
        const Folder folder;
        const QString small = smallPicture(folder);
        folder.write(".tessera-123.tmp", "half a file");
        QDir(folder.file("")).mkdir(".tessera-456.tmp");
        folder.write(".tessera-456.tmp/config.json", "{}");
        QCOMPARE(runTessera({"encode", small, "-o", folder.file("codes.npy"), "--device", "cpu"}).exitCode, 0);
        QCOMPARE(folder.files(), (QStringList{"codes.npy", "small.png"}));
        QVERIFY(!folder.has(".tessera-456.tmp"));

        folder.write(".tessera-123.tmp", "half a file");
        QDir(folder.file("")).mkdir(".tessera-456.tmp");
        const QString model = source("tests/golden/v12-ties/model");
        QCOMPARE(runTessera({"convert", model, folder.file("model/")}).exitCode, 0);
        QVERIFY(!folder.has(".tessera-456.tmp") && !folder.has(".tessera-123.tmp") && folder.has("model/config.json"));
        folder.write("model/.tessera-7.tmp", "half a file");
        QCOMPARE(runTessera({"convert", model, folder.file("model"), "--force"}).exitCode, 0);
        QVERIFY(!folder.has("model/.tessera-7.tmp"));
    }

    void codesAndLatentsAreNotWrittenToOneFileThroughALink()
    {
        const Folder folder;
        for (const QByteArray& before : {QByteArray("there already"), QByteArray()}) { // and then not yet
            if (before.isEmpty())
                QVERIFY(QFile::remove(folder.file("s.npy")));
            else
                QVERIFY(QFile::link(folder.write("s.npy", before), folder.file("s2.npy")));
            const Run run = runTessera({"encode", smallPicture(folder), "-o", folder.file("s.npy"), "--latents", folder.file("s2.npy"),
                                        "--device", "cpu"});
            QCOMPARE(run.exitCode, 1);
            QVERIFY2(run.isOneLine() && run.err.contains("same file"), run.err);
        }
    }
};

QTEST_MAIN(TestCliFiles)
#include "test_cli_files.moc"
