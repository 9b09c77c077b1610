// SPDX-License-Identifier: GPL-3.0-or-later
// Files of codes on the command line: every format is written and read, and flat codes need a grid.
#include "app/codes/code_formats.h"
#include "core/files/npy.h"
#include "tests/cli/program.h"

#include <QImage>
#include <QTest>

using namespace tessera;
using namespace tessera::tests;

class TestCliCodes : public QObject {
    Q_OBJECT

    Folder m_folder;

    static QStringList with(QStringList arguments)
    {
        return arguments << "-m" << source("tests/golden/v03-f8-odd-channels-mish/model") << "--device" << "cpu";
    }
    QByteArray decoded(const QString& codes, const QStringList& more = {})
    {
        const Run run = runTessera(with(QStringList{"decode", codes, "-o", m_folder.file("d.npy")} + more));
        if (run.exitCode != 0)
            return run.err;
        QFile file(m_folder.file("d.npy"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QString flat(const QByteArray& shape)
    {
        return m_folder.write("flat.npy", npy("<i4", shape, rawBytes<qint32>({5, 6, 7, 8, 9, 10})));
    }

private slots:
    void codesGoThroughEveryFormat()
    {
        QImage image(33, 17, QImage::Format_RGB32);
        for (int y = 0; y < 17; ++y)
            for (int x = 0; x < 33; ++x)
                image.setPixel(x, y, qRgb(x * 7, y * 14, x * y % 256));
        image.save(m_folder.file("in.png"));
        QByteArray first;
        for (const app::CodeFormat& format : app::codeFormats()) {
            const QString codes = m_folder.file(QStringLiteral("codes.") + QLatin1String(format.suffix));
            const Run run = runTessera(with({"encode", m_folder.file("in.png"), "-o", codes}));
            QVERIFY2(run.exitCode == 0, run.err);
            const QByteArray picture = decoded(codes);
            QVERIFY2(picture.startsWith("\x93NUMPY"), picture);
            if (first.isEmpty())
                first = picture;
            QVERIFY2(picture == first, format.suffix);
        }
    }

    void anUnknownFormatIsRefusedBeforeAnythingIsRead()
    {
        const Run run = runTessera({"encode", m_folder.file("none.png"), "-o", m_folder.file("codes.csv")});
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.isOneLine(), run.err);
        QVERIFY(run.err.contains("codes.csv") && run.err.contains(".npy") && run.err.contains(".json"));
    }

    void flatCodesTakeTheGridThatIsAskedFor()
    {
        const QByteArray right =
            decoded(m_folder.write("grid.npy", npy("<i4", "2, 3", rawBytes<qint32>({5, 6, 7, 8, 9, 10}))));
        QVERIFY2(right.startsWith("\x93NUMPY"), right);
        for (const char* shape : {"6,", "6, 1", "1, 6"}) {
            QCOMPARE(decoded(flat(shape), {"--grid", "2x3"}), right);
            const QByteArray cropped = decoded(flat(shape), {"--size", "20x15"}); // 3 x 2 cells of 8 x 8
            QVERIFY2(cropped.contains("15, 20)"), cropped.left(200));
        }
    }

    void flatCodesWithoutAGridAreRefused()
    {
        for (const QStringList& more : {QStringList{}, {"--grid", "4x2"}, {"--size", "64x64"}}) {
            const QByteArray message = decoded(flat("6,"), more);
            QVERIFY2(message.startsWith("tessera: ") && message.contains("flat.npy") && message.contains("--grid"),
                     message);
        }
        const QByteArray message =
            decoded(m_folder.write("grid.npy", npy("<i4", "2, 3", rawBytes<qint32>({1, 2, 3, 4, 5, 6}))),
                    {"--grid", "3x2"});
        QVERIFY2(message.contains("grid.npy") && message.contains("(2, 3)"), message);
        QCOMPARE(runTessera(with({"decode", flat("6,"), "-o", m_folder.file("d.png"), "--grid", "3"})).exitCode, 2);
    }

    void codesOfAnotherModelAreDecodedAndThisIsSaid()
    {
        const QString codes = m_folder.write(
            "codes.json", R"({"format": "tessera-codes", "version": 1, "model": "else", "codes": [[1, 2]]})");
        const Run run = runTessera(with({"decode", codes, "-o", m_folder.file("d.png")}));
        QVERIFY2(run.exitCode == 0, run.err);
        QVERIFY2(run.err.contains("note:") && run.err.contains("else"), run.err);
    }

    void settingsAreTheWindows()
    {
        const Run run = runTessera({"devices", "--reset-settings"});
        QCOMPARE(run.exitCode, 2);
        QVERIFY(runTessera({"--help"}).out.contains("--reset-settings"));
    }
};

QTEST_GUILESS_MAIN(TestCliCodes)
#include "test_cli_codes.moc"
