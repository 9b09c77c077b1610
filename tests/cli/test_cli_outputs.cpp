// SPDX-License-Identifier: GPL-3.0-or-later
// Where the command line writes: judged before anything is read or computed, asked about where a file is there, and never onto
// what the command itself reads.
#include "tests/app/picture_bytes.h"
#include "tests/cli/program.h"
#include "tests/cli/terminal.h"
#include "tests/support/bad_input.h"
#include "tests/support/privileges.h"

#include <QtTest>

#include <filesystem>

#include <sys/stat.h>

using namespace tessera::tests;

namespace {

/// A sub-command that writes, and what its file must be called.
struct Writer {
    const char* name;
    const char* suffix;
    QStringList (*arguments)(const QString& input, const QString& output);
};

const Writer kWriters[] = {
    {"encode", ".json", [](const QString& in, const QString& out) { return QStringList{"encode", in, "-o", out}; }},
    {"encode, latents", ".npy",
     [](const QString& in, const QString& out) { return QStringList{"encode", in, "-o", QFileInfo(in).path() + "/codes.json", "--latents", out}; }},
    {"decode", ".png", [](const QString& in, const QString& out) { return QStringList{"decode", in, "-o", out}; }},
    {"reconstruct", ".png", [](const QString& in, const QString& out) { return QStringList{"reconstruct", in, "-o", out}; }},
    {"eval", ".csv", [](const QString& in, const QString& out) { return QStringList{"eval", in, "--csv", out}; }},
    {"spectrum", ".png", [](const QString& in, const QString& out) { return QStringList{"spectrum", in, "--png", out}; }},
};

const QStringList kSmallModel{"-m", source("tests/golden/v03-f8-odd-channels-mish/model"), "--device", "cpu"};

QByteArray photo(int width = 24, int height = 16)
{
    QImage image(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            image.setPixel(x, y, qRgb(9 * x, 14 * y, x * y % 256));
    return encoded(image, "png");
}

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Run runHeedingPermissions(const QStringList& arguments)
{
    QProcess process;
    process.setChildProcessModifier([] { heedPermissions(); });
    process.start(QStringLiteral(TESSERA_BINARY_DIR "/tessera"), arguments);
    if (!process.waitForFinished(600000) || process.exitStatus() != QProcess::NormalExit)
        return {-1, process.readAllStandardOutput(), process.readAllStandardError()};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

class TestCliOutputs : public QObject {
    Q_OBJECT

    static void addWriters()
    {
        QTest::addColumn<int>("writer");
        for (int i = 0; i < static_cast<int>(std::size(kWriters)); ++i)
            QTest::newRow(kWriters[i].name) << i;
    }

private slots:
    void placesThatCannotBeWrittenAreRefusedBeforeAnythingIsRead_data() { addWriters(); }
    void placesThatCannotBeWrittenAreRefusedBeforeAnythingIsRead() // E2, E4, E5
    {
        QFETCH(int, writer);
        const Writer& row = kWriters[writer];
        const Folder folder;
        const QString suffix = row.suffix;
        QDir(folder.file("")).mkdir("folder" + suffix);
        QDir(folder.file("")).mkdir("closed");
        ::chmod(qPrintable(folder.file("closed")), 0555);
        ::chmod(qPrintable(folder.write("locked" + suffix, "precious")), 0444);
        ::mkfifo(qPrintable(folder.file("pipe" + suffix)), 0600);
        QFile::link("/dev/full", folder.file("device" + suffix));
        QFile::link("loop" + suffix, folder.file("loop" + suffix));
        struct Place {
            QString name;
            QStringList words;
        };
        const Place places[] = {{"folder" + suffix, {"it is a folder"}},
                                {"closed/new" + suffix, {"closed", "Permission denied"}},
                                {"locked" + suffix, {"may not be replaced", "Permission denied"}},
                                {"pipe" + suffix, {"it is a FIFO"}},
                                {"device" + suffix, {"it is a device"}},
                                {"loop" + suffix, {"symbolic links"}},
                                {"missing/new" + suffix, {"missing", "No such file"}},
                                {"locked" + suffix + "/new" + suffix, {"is a file", "expected a folder"}},
                                {QString(260, 'n') + suffix, {"bytes, the limit here is"}}};
        for (const Place& place : places) {
            // Neither the input nor the model is there: whoever read first would say so.
            const Run run = runHeedingPermissions(row.arguments(folder.file("no-input.png"), folder.file(place.name))
                                                  + QStringList{"-m", folder.file("no-model")});
            QCOMPARE(run.exitCode, 1);
            QVERIFY2(run.isOneLine(), run.err);
            ADVISES(QString::fromUtf8(run.err.trimmed()), place.words);
        }
        QCOMPARE(contents(folder.file("locked" + suffix)), QByteArray("precious"));
        ::chmod(qPrintable(folder.file("closed")), 0755);
    }

    void aNameThatIsNotUtf8IsWrittenAsItIsAndShownInOneLine() // E5
    {
        const Folder folder;
        const QByteArray path = QFile::encodeName(folder.file("")) + "/out\xC3(\n.json";
        // Through a shell: what QProcess passes on is UTF-8.
        const auto encode = [&folder] {
            QProcess process;
            const QString script = "exec \"$0\" encode \"$1/in.png\" -o \"$1/out$(printf '\\303(\\n.json')\" -m \"$2\" "
                                   "--device cpu";
            process.start("/bin/sh", {"-c", script, QStringLiteral(TESSERA_BINARY_DIR "/tessera"), folder.file(""),
                                      kSmallModel[1]});
            process.waitForFinished(600000);
            return Run{process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
        };
        folder.write("in.png", photo());
        const Run made = encode();
        QVERIFY2(made.exitCode == 0, made.err);
        QVERIFY(std::filesystem::file_size(path.toStdString()) > 0);
        std::filesystem::remove(path.toStdString());
        std::filesystem::create_directory(path.toStdString());
        const Run refused = encode();
        QCOMPARE(refused.exitCode, 1);
        QVERIFY2(refused.isOneLine(), refused.err);
        std::filesystem::remove(path.toStdString()); // Qt, which removes the folder, does not find such names
        ADVISES(QString::fromUtf8(refused.err.trimmed()), (QStringList{"out?(?.json", "it is a folder"}));
    }

    void aModelIsNotReadForAFolderThatCannotBeMade() // E2
    {
        const Folder folder;
        QDir(folder.file("")).mkdir("closed");
        ::chmod(qPrintable(folder.file("closed")), 0555);
        folder.write("file", "precious");
        const std::pair<QString, QStringList> places[] = {{"missing/out", {"missing", "no folder"}},
                                                          {"closed/out", {"closed", "Permission denied"}},
                                                          {"file", {"is there already", "--force"}},
                                                          {QString(260, 'n'), {"260 bytes"}}};
        for (const auto& [place, words] : places) {
            const Run run = runHeedingPermissions({"convert", folder.file("no-model"), folder.file(place)});
            QCOMPARE(run.exitCode, 1);
            QVERIFY2(run.isOneLine(), run.err);
            ADVISES(QString::fromUtf8(run.err.trimmed()), words);
        }
        ::chmod(qPrintable(folder.file("closed")), 0755);
    }

    void noDeviceMeasuresWhatCannotBeKept() // E2
    {
        const Folder folder;
        folder.write("file", "x");
        const Run run = runTessera({"tune", "-m", source("tests/golden/v12-ties/model")}, {"XDG_CACHE_HOME=" + folder.file("file")});
        if (run.err.contains("no compatible Vulkan driver") || run.err.contains("no usable device"))
            QSKIP("no Vulkan device");
        QCOMPARE(run.exitCode, 1);
        const QString said = QString::fromUtf8(run.err.trimmed()).section('\n', -1); // a driver may complain, too
        ADVISES(said, (QStringList{"cannot write", folder.file("file"), "expected a folder"}));
    }

    void whatIsReadIsNeverReplaced_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("precious");
        QTest::newRow("itself") << QStringList{"reconstruct", "in.png", "-o", "in.png"} << "in.png";
        QTest::newRow("by a link") << QStringList{"reconstruct", "in.png", "-o", "link.png"} << "in.png";
        QTest::newRow("by a hard link") << QStringList{"reconstruct", "hard.png", "-o", "in.png"} << "in.png";
        QTest::newRow("the input is a link") << QStringList{"spectrum", "link.png", "--png", "in.png"} << "in.png";
        QTest::newRow("codes") << QStringList{"decode", "codes.npy", "-o", "./codes.npy"} << "codes.npy";
        QTest::newRow("codes of a picture") << QStringList{"encode", "in.png", "-o", "in.png"} << "in.png";
        QTest::newRow("one of many") << QStringList{"eval", "a.png", "folder", "--csv", "folder/in.png"} << "folder/in.png";
        QTest::newRow("the model") << QStringList{"eval", "a.png", "--csv", "model/config.json"} << "model/config.json";
        QTest::newRow("the model by a link") << QStringList{"encode", "a.png", "-o", "model.json"} << "model/config.json";
        QTest::newRow("a model onto itself") << QStringList{"convert", "model", "model/.", "--force"} << "model/config.json";
    }
    void whatIsReadIsNeverReplaced() // E3
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, precious);
        const Folder folder;
        folder.write("in.png", photo());
        folder.write("a.png", photo());
        folder.write("codes.npy", npy("<i2", "2, 3", rawBytes<qint16>({1, 2, 3, 4, 5, 6})));
        QDir(folder.file("")).mkdir("folder");
        folder.write("folder/in.png", photo());
        QDir(folder.file("")).mkdir("model");
        for (const QString& name : QDir(kSmallModel[1]).entryList(QDir::Files))
            QVERIFY(QFile::copy(kSmallModel[1] + "/" + name, folder.file("model/" + name)));
        QVERIFY(QFile::link("in.png", folder.file("link.png")));
        QVERIFY(QFile::link("model/config.json", folder.file("model.json")));
        QCOMPARE(::link(qPrintable(folder.file("in.png")), qPrintable(folder.file("hard.png"))), 0);
        const QByteArray before = contents(folder.file(precious));
        const QStringList names = folder.files();
        for (const QStringList& more : {QStringList(), QStringList{"--force"}}) {
            QStringList all;
            for (const QString& word : arguments)
                all << (word.startsWith('-') || word == arguments.first() ? word : folder.file(word));
            if (arguments.first() != "convert")
                all << "-m" << folder.file("model") << "--device" << "cpu" << more;
            const Run run = runTessera(all);
            QCOMPARE(run.exitCode, 1);
            QVERIFY2(run.isOneLine(), run.err);
            ADVISES(QString::fromUtf8(run.err.trimmed()), (QStringList{"that is read", "never replaced"}));
            QCOMPARE(contents(folder.file(precious)), before);
            QCOMPARE(folder.files(), names);
        }
    }

    void whoSitsAtATerminalIsAskedBeforeAFileIsReplaced_data() { addWriters(); }
    void whoSitsAtATerminalIsAskedBeforeAFileIsReplaced() // E3
    {
        QFETCH(int, writer);
        const Writer& row = kWriters[writer];
        const Folder folder;
        const QString input = row.name == QLatin1String("decode")
            ? folder.write("in.npy", npy("<i2", "2, 3", rawBytes<qint16>({1, 2, 3, 4, 5, 6})))
            : folder.write("in.png", photo(40, 32));
        const QString output = folder.write(QString("out") + row.suffix, "precious");
        const QStringList arguments = row.arguments(input, output) + kSmallModel;
        for (const QByteArray& answer : {QByteArray("n\n"), QByteArray("\n"), QByteArray("\4"), QByteArray("maybe\n")}) {
            const TerminalRun run = runAtTerminal(arguments, answer);
            QCOMPARE(run.exitCode, 1);
            QCOMPARE(run.questions, 1);
            QVERIFY2(run.shown.contains("is there already. Replace it?") && run.shown.contains("stays as it is")
                         && run.shown.contains("choose another name"), run.shown);
            QCOMPARE(contents(output), QByteArray("precious"));
        }
        TerminalRun run = runAtTerminal(arguments, "y\n");
        QVERIFY2(run.exitCode == 0 && run.questions == 1, run.shown);
        QVERIFY(contents(output) != "precious" && !contents(output).isEmpty());

        folder.write(QFileInfo(output).fileName(), "precious");
        for (const QString& name : {QString("codes.json")})
            QFile::remove(folder.file(name));
        run = runAtTerminal(arguments + QStringList{"--force"}, "n\n");
        QVERIFY2(run.exitCode == 0 && run.questions == 0, run.shown);
        QVERIFY(contents(output) != "precious");

        QVERIFY(QFile::remove(output)); // nothing there, nothing to ask
        QFile::remove(folder.file("codes.json"));
        run = runAtTerminal(arguments, "n\n");
        QVERIFY2(run.exitCode == 0 && run.questions == 0, run.shown);

        folder.write(QFileInfo(output).fileName(), "precious"); // a script is not asked
        QCOMPARE(runTessera(arguments).exitCode, 0);
        QVERIFY(contents(output) != "precious");
    }

    void aBatchIsAskedAboutOnce() // E3
    {
        const Folder folder;
        const QString input = folder.write("in.npy", npy("<i2", "2, 1, 1", rawBytes<qint16>({1, 2})));
        folder.write("out-0.png", "precious");
        folder.write("out-1.png", "precious");
        const TerminalRun run = runAtTerminal(QStringList{"decode", input, "-o", folder.file("out.png")} + kSmallModel, "n\n");
        QCOMPARE(run.exitCode, 1);
        QCOMPARE(run.questions, 1);
        QVERIFY2(run.shown.contains("out-0.png") && run.shown.contains("out-1.png") && run.shown.contains("are there already"),
                 run.shown);
        QCOMPARE(contents(folder.file("out-0.png")), QByteArray("precious"));
    }

    void aLinkIsReplacedWhereItPointsAndPermissionsStay() // E3
    {
        const Folder folder;
        const QString input = folder.write("in.png", photo()), target = folder.write("target.json", "old");
        ::chmod(qPrintable(target), 0640);
        QVERIFY(QFile::link("target.json", folder.file("link.json")));
        QCOMPARE(runTessera(QStringList{"encode", input, "-o", folder.file("link.json")} + kSmallModel).exitCode, 0);
        QCOMPARE(QFile::symLinkTarget(folder.file("link.json")), target);
        QVERIFY(contents(target).contains("\"codes\""));
        struct stat status {};
        QCOMPARE(::stat(qPrintable(target), &status), 0);
        QCOMPARE(status.st_mode & 07777U, 0640U);
    }
};

QTEST_GUILESS_MAIN(TestCliOutputs)
#include "test_cli_outputs.moc"
