// SPDX-License-Identifier: GPL-3.0-or-later
// Files from strangers through the command line: one line, exit code 1, nothing written. The row names are those of
// the catalogue of bad input.
#include "core/files/npy.h"
#include "tests/app/picture_bytes.h"
#include "tests/cli/program.h"
#include "tests/support/bad_input.h"

#include <QtTest>

#include <sys/resource.h>

using namespace tessera::tests;

namespace {

const QStringList kSmallModel{"-m", source("tests/golden/v03-f8-odd-channels-mish/model"), "--device", "cpu"};

QImage photo()
{
    QImage image(24, 16, QImage::Format_RGB32);
    for (int y = 0; y < 16; ++y)
        for (int x = 0; x < 24; ++x)
            image.setPixel(x, y, qRgb(10 * x, 15 * y, x * y % 256));
    return image;
}

QByteArray cut(const QByteArray& bytes) { return bytes.left(bytes.size() * 2 / 3); }

QByteArray codes(const QList<qint64>& values, const QByteArray& shape) { return npy("<i8", shape, rawBytes(values)); }

} // namespace

class TestCliBadInput : public QObject {
    Q_OBJECT
private slots:
    void bad_pictures_are_refused_data();
    void bad_pictures_are_refused();
    void damaged_but_visible_pictures_are_shown_with_a_warning();
    void odd_but_good_pictures_are_encoded_data();
    void odd_but_good_pictures_are_encoded();
    void bad_codes_are_refused_data();
    void bad_codes_are_refused();
    void codes_that_the_model_lacks_are_named_with_their_place_data();
    void codes_that_the_model_lacks_are_named_with_their_place();
    void every_good_kind_of_codes_gives_the_same_picture_data();
    void every_good_kind_of_codes_gives_the_same_picture();
    void files_that_are_no_files_are_refused_data();
    void files_that_are_no_files_are_refused();
    void names_with_control_characters_stay_on_one_line();
    void a_picture_beyond_the_memory_is_named_with_what_it_takes();
};

void TestCliBadInput::bad_pictures_are_refused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("I1 nothing") << QByteArray();
    QTest::newRow("I1 text") << QByteArray("hello\n");
    QTest::newRow("I1 html") << QByteArray("<!DOCTYPE html><html></html>");
    QTest::newRow("I1 program") << QByteArray("\x7f"
                                              "ELF")
            + QByteArray(100, 0);
    QTest::newRow("I1 signature") << kPngSignature;
    QTest::newRow("I1 mangled") << QByteArray("\x89PNG\n\x1a\n") + encoded(photo(), "png").mid(8);
    for (const char* format : {"png", "webp", "tiff"})
        QTest::addRow("I2 cut %s", format) << cut(encoded(photo(), format));
    QByteArray crc = encoded(photo(), "png");
    crc[crc.size() - 14] = static_cast<char>(crc[crc.size() - 14] ^ 1);
    QTest::newRow("I3 checksum") << crc;
    QTest::newRow("I4 100000") << pngHeader(100000, 100000) + pngChunk("IDAT", "x") + pngChunk("IEND", {});
    QTest::newRow("I4 2^31-1") << pngHeader(0x7FFFFFFF, 0x7FFFFFFF) + pngChunk("IDAT", "x") + pngChunk("IEND", {});
    QTest::newRow("I5 webp bomb") << QByteArray(
        "RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\xff\xff\xff\x0f\0\0\0\0\0\0\0\0\0", 34);
    QTest::newRow("I5 gif bomb") << tinyGif(1).replace(6, 4, "\xff\xff\xff\xff");
    QTest::newRow("I6 2 GiB chunk") << pngHeader(4, 4) + big32(0x7FFFFFFF) + "zTXt";
    QTest::newRow("I7 zero") << pngHeader(0, 4) + pngChunk("IDAT", "x") + pngChunk("IEND", {});
    QTest::newRow("I7 negative") << bmpHeader(-5, 5, 24, 0) + QByteArray(100, 0);
    QTest::newRow("I17 svg") << QByteArray(
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>");
}

void TestCliBadInput::bad_pictures_are_refused()
{
    QFETCH(QByteArray, bytes);
    const Folder folder;
    const QString picture = folder.write("a.png", bytes);
    QElapsedTimer timer;
    timer.start();
    const Run run = runTessera(QStringList{"encode", picture, "-o", folder.file("c.npy")} + kSmallModel);
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.isOneLine(), run.err);
    ADVISES(QString::fromUtf8(run.err.trimmed()), QStringList{"a.png"});
    QCOMPARE(folder.files(), QStringList{"a.png"});
    QVERIFY(timer.elapsed() < kPromisedMilliseconds);
}

void TestCliBadInput::damaged_but_visible_pictures_are_shown_with_a_warning()
{
    const Folder folder;
    QImage large = photo().scaled(400, 300);
    const QString picture = folder.write("a.jpg", cut(encoded(large, "jpeg", 95)));
    const Run run = runTessera(QStringList{"encode", picture, "-o", folder.file("c.npy")} + kSmallModel);
    QVERIFY(run.exitCode == 0 && run.err.contains("damaged"));
}

void TestCliBadInput::odd_but_good_pictures_are_encoded_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("word");
    QImage gray16(24, 16, QImage::Format_Grayscale16);
    gray16.fill(Qt::gray);
    QImage palette = photo().convertToFormat(QImage::Format_Indexed8);
    QTest::newRow("I10 16 bit gray") << encoded(gray16, "png") << QByteArray("16 bits");
    QTest::newRow("I10 palette") << encoded(palette, "png") << QByteArray();
    QTest::newRow("I10 1 bit") << encoded(photo().convertToFormat(QImage::Format_Mono), "png") << QByteArray();
    QTest::newRow("I11 alpha") << encoded(photo().convertToFormat(QImage::Format_ARGB32), "png") << QByteArray();
    QTest::newRow("I12 turned") << withPngChunk(encoded(photo(), "png"), pngChunk("eXIf", exifBlock(6)))
                                << QByteArray("turned upright");
    QTest::newRow("I14 animation") << tinyGif(2) << QByteArray("first frame");
    QTest::newRow("I15 a jpeg called .png") << encoded(photo(), "jpeg") << QByteArray();
    QTest::newRow("I16 text bomb") << withPngChunk(
        encoded(photo(), "png"),
        pngChunk("zTXt", QByteArray("x\0\0", 3) + qCompress(QByteArray(8000000, 'x')).mid(4)).repeated(100))
                                   << QByteArray();
}

void TestCliBadInput::odd_but_good_pictures_are_encoded()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, word);
    const Folder folder;
    const Run run =
        runTessera(QStringList{"encode", folder.write("a.png", bytes), "-o", folder.file("c.npy")} + kSmallModel);
    QVERIFY2(run.exitCode == 0, run.err);
    QVERIFY2(run.err.contains(word), run.err);
    QVERIFY(folder.has("c.npy"));
}

void TestCliBadInput::bad_codes_are_refused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray good = codes({1, 2, 3, 4}, "2, 2");
    QTest::newRow("N1 magic") << "\x93NUMPX" + good.mid(6);
    QTest::newRow("N1 version 0") << QByteArray(good).replace(6, 1, QByteArray(1, 0));
    QTest::newRow("N1 version 9") << QByteArray(good).replace(6, 1, "\x09");
    QTest::newRow("N1 long header") << QByteArray(good).replace(8, 2, "\xff\xff");
    for (const int size : {0, 5, 9, 40, 120})
        QTest::addRow("N1 cut to %d", size) << good.left(size);
    QTest::newRow("N1 one byte short") << good.left(good.size() - 1);
    QTest::newRow("N2 code") << npyWithHeader("__import__('os').system('touch owned')", {});
    QTest::newRow("N2 json") << npyWithHeader(R"({"descr": "<i8", "shape": [2, 2]})", {});
    QTest::newRow("N2 brackets") << npyWithHeader(
        "{'descr': '<i8', 'fortran_order': False, 'shape': " + QByteArray(9000, '('), {});
    QTest::newRow("N2 no shape") << npyWithHeader("{'descr': '<i8', 'fortran_order': False}", {});
    QTest::newRow("N5 float") << npy("<f4", "2, 2", rawBytes<float>({1, 2, 3, 4}));
    QTest::newRow("N5 bool") << npy("|b1", "2, 2", QByteArray(4, 1));
    QTest::newRow("N5 object") << npy("|O", "2, 2", QByteArray(32, 0));
    QTest::newRow("N5 date") << npy("<M8[s]", "2, 2", QByteArray(32, 0));
    QTest::newRow("N6 too large") << codes({1, 2, 3, 1000000}, "2, 2");
    QTest::newRow("N6 negative") << codes({1, -1, 3, 4}, "2, 2");
    QTest::newRow("N6 2^32") << codes({1, qint64(1) << 32, 3, 4}, "2, 2");
    QTest::newRow("N6 INT64_MIN") << codes({1, std::numeric_limits<qint64>::min(), 3, 4}, "2, 2");
    QTest::newRow("N6 2^64-1") << npy("<u8", "2, 2", rawBytes<quint64>({1, ~quint64(0), 3, 4}));
    QTest::newRow("N7 0-d") << codes({1}, "");
    QTest::newRow("N7 1-d") << codes({1, 2, 3, 4}, "4,");
    QTest::newRow("N7 4-d") << codes({1, 2, 3, 4}, "1, 1, 2, 2");
    QTest::newRow("N7 zero") << codes({}, "0, 4");
    QTest::newRow("N7 negative") << codes({1, 2, 3, 4}, "-2, -2");
    QTest::newRow("N7 huge of nothing") << codes({}, "65536, 65536");
    QTest::newRow("N7 wrapping") << codes({}, "4294967296, 4294967296");
    QTest::newRow("N7 2^63") << codes({}, "9223372036854775808, 1");
}

void TestCliBadInput::bad_codes_are_refused()
{
    QFETCH(QByteArray, bytes);
    const Folder folder;
    const Run run =
        runTessera(QStringList{"decode", folder.write("c.npy", bytes), "-o", folder.file("d.png")} + kSmallModel);
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.isOneLine(), run.err);
    QVERIFY2(run.err.contains("c.npy"), run.err);
    QCOMPARE(folder.files(), QStringList{"c.npy"});
}

void TestCliBadInput::codes_that_the_model_lacks_are_named_with_their_place_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("N6 one beyond the last") << codes({1, 2, 299, 300}, "2, 2") << QByteArray("code 300 at");
    QTest::newRow("N6 -1") << codes({1, 2, 3, -1}, "2, 2") << QByteArray("is -1");
    QTest::newRow("N6 2^32") << codes({1, 2, 3, qint64(1) << 32}, "2, 2") << QByteArray("is 4294967296");
    QTest::newRow("N6 smallest") << codes({1, 2, 3, std::numeric_limits<qint64>::min()}, "2, 2")
                                 << QByteArray("is -9223372036854775808");
    QTest::newRow("N6 largest") << npy("<u8", "2, 2", rawBytes<quint64>({1, 2, 3, ~quint64(0)}))
                                << QByteArray("is 18446744073709551615");
}

void TestCliBadInput::codes_that_the_model_lacks_are_named_with_their_place()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, value);
    const Folder folder;
    const QStringList decode{"decode", folder.write("c.npy", bytes), "-o", folder.file("d.png")};
    const Run run = runTessera(decode + kSmallModel);
    QCOMPARE(run.exitCode, 1);
    for (const QByteArray& word : {value, QByteArray("row 1, column 1"), QByteArray("c.npy")})
        QVERIFY2(run.isOneLine() && run.err.contains(word), run.err);
}

void TestCliBadInput::every_good_kind_of_codes_gives_the_same_picture_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("u1") << npy("|u1", "2, 3", rawBytes<quint8>({5, 6, 7, 8, 9, 10}));
    QTest::newRow("i2") << npy("<i2", "2, 3", rawBytes<qint16>({5, 6, 7, 8, 9, 10}));
    QTest::newRow("u8 version 2") << npy("<u8", "2, 3", rawBytes<quint64>({5, 6, 7, 8, 9, 10}), 2);
    QTest::newRow("i8 (1, h, w)") << npy("<i8", "1, 2, 3", rawBytes<qint64>({5, 6, 7, 8, 9, 10}));
    QTest::newRow("big-endian") << npy(">i2", "2, 3", QByteArray("\0\5\0\6\0\7\0\x08\0\x09\0\x0a", 12));
    QTest::newRow("fortran order") << npyWithHeader("{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3), }",
                                                    rawBytes<qint32>({5, 8, 6, 9, 7, 10}));
    QTest::newRow("keys in another order") << npyWithHeader("{'shape': (2, 3), 'fortran_order': False, 'descr': '<i4'}",
                                                            rawBytes<qint32>({5, 6, 7, 8, 9, 10}));
}

void TestCliBadInput::every_good_kind_of_codes_gives_the_same_picture()
{
    QFETCH(QByteArray, bytes);
    const Folder folder;
    const QString plain = folder.write("plain.npy", npy("<i4", "2, 3", rawBytes<qint32>({5, 6, 7, 8, 9, 10})));
    QCOMPARE(runTessera(QStringList{"decode", plain, "-o", folder.file("right.npy")} + kSmallModel).exitCode, 0);
    const Run run =
        runTessera(QStringList{"decode", folder.write("c.npy", bytes), "-o", folder.file("d.npy")} + kSmallModel);
    QVERIFY2(run.exitCode == 0, run.err);
    QFile right(folder.file("right.npy")), made(folder.file("d.npy"));
    QVERIFY(right.open(QIODevice::ReadOnly) && made.open(QIODevice::ReadOnly));
    QVERIFY(right.readAll() == made.readAll());
}

void TestCliBadInput::files_that_are_no_files_are_refused_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("missing") << "/nonexistent/a.png";
    QTest::newRow("folder") << "."; // of the test
    QTest::newRow("endless") << "/dev/zero";
    QTest::newRow("empty device") << "/dev/null";
}

void TestCliBadInput::files_that_are_no_files_are_refused()
{
    QFETCH(QString, path);
    const Folder folder;
    if (path == ".")
        path = folder.file("");
    for (const QStringList& arguments :
         {QStringList{"encode", path, "-o", folder.file("c.npy")},
          QStringList{"decode", path, "-o", folder.file("d.png")}, QStringList{"info", path}}) {
        const Run run = runTessera(arguments.first() == "info" ? arguments : arguments + kSmallModel);
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.isOneLine(), run.err);
    }
}

void TestCliBadInput::names_with_control_characters_stay_on_one_line()
{
    const Folder folder;
    const Run run = runTessera({"encode", folder.file("a\nb\x1b[31m.png"), "-o", folder.file("c.npy")});
    QCOMPARE(run.exitCode, 1);
    QVERIFY(run.isOneLine());
    QVERIFY(!run.err.contains('\x1b'));
}

void TestCliBadInput::a_picture_beyond_the_memory_is_named_with_what_it_takes()
{
#ifdef TESSERA_SANITIZES_ADDRESS
    QSKIP("the sanitizer takes more address space than any limit leaves");
#endif
    // 4096x4096 pixels of 16 channels are 1 GiB, and the picture itself some 600 MiB.
    const Folder folder;
    QImage large(4096, 4096, QImage::Format_RGB32);
    large.fill(Qt::darkCyan);
    const QString file = folder.write("large.png", encoded(large, "png"));
    QProcess process;
    process.setChildProcessModifier([] {
        const rlimit limit{std::uint64_t{3} << 29, std::uint64_t{3} << 29};
        setrlimit(RLIMIT_AS, &limit);
    });
    process.start(QStringLiteral(TESSERA_BINARY_DIR "/tessera"),
                  {"encode", file, "-o", folder.file("codes.npy"), "--device", "cpu"});
    QVERIFY(process.waitForFinished(600000));
    const QByteArray err = process.readAllStandardError();
    QCOMPARE(process.exitCode(), 1);
    for (const char* word : {"large.png: there is not enough memory to encode 4096x4096 pixels with \"photo-f8-1024\"",
                             "it takes about ", " MiB are available", "use a smaller picture", "close other programs"})
        QVERIFY2(err.contains(word), err);
    QVERIFY(!folder.has("codes.npy"));
}

QTEST_GUILESS_MAIN(TestCliBadInput)
#include "test_cli_bad_input.moc"
