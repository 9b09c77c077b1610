// SPDX-License-Identifier: GPL-3.0-or-later
// Reading what strangers send: refused in one plain line from the header, before any decoder reserves memory.
#include "app/pictures/picture_files.h"
#include "core/error.h"
#include "tests/app/picture_bytes.h"
#include "tests/support/bad_input.h"

#include <QtTest>

#include <sys/resource.h>

using namespace tessera::app;
using namespace tessera::tests;

namespace {

ReadPicture read(const QByteArray& bytes)
{
    return readPicture(std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))), "picture");
}

/// The message that `bytes` are refused with, or "" when they are read.
QString refusal(const QByteArray& bytes)
{
    try {
        read(bytes);
        return {};
    } catch (const tessera::core::Error& error) {
        return error.what();
    }
}

long peakMegabytes()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

QImage small(QImage::Format format = QImage::Format_RGB32)
{
    QImage image(11, 7, format);
    for (int y = 0; y < 7; ++y)
        for (int x = 0; x < 11; ++x)
            image.setPixel(x, y, qRgb(20 * x, 30 * y, 5 * x * y % 256));
    return image;
}

QList<std::pair<const char*, QByteArray>> smallFiles()
{
    return {{"png", encoded(small(), "png")},
            {"jpeg", encoded(small(), "jpeg")},
            {"webp", encoded(small(), "webp", 100)},
            {"lossy webp", encoded(small(), "webp", 60)},
            {"tiff", encoded(small(), "tiff")},
            {"bmp", encoded(small(), "bmp")},
            {"gif", tinyGif(2)}};
}

QByteArray gifScreen(quint16 width, quint16 height)
{
    QByteArray gif = tinyGif(1);
    return gif.replace(6, 4, little16(width) + little16(height));
}

} // namespace

class TestPictureGuard : public QObject {
    Q_OBJECT
private slots:
    void what_is_no_picture_is_refused_data();
    void what_is_no_picture_is_refused();
    void sizes_beyond_the_limit_are_refused_from_the_header_data();
    void sizes_beyond_the_limit_are_refused_from_the_header();
    void lengths_beyond_the_file_are_refused_without_memory();
    void a_wrong_checksum_is_refused_where_it_matters();
    void pixels_that_do_not_unpack_are_refused_whatever_their_checksum_data();
    void pixels_that_do_not_unpack_are_refused_whatever_their_checksum();
    void texts_that_inflate_are_never_inflated();
    void a_jpeg_of_endless_scans_is_refused();
    void a_few_bytes_are_no_large_picture_data();
    void a_few_bytes_are_no_large_picture();
    void numbers_of_colours_need_a_palette();
    void every_cut_is_refused_or_said_data();
    void every_cut_is_refused_or_said();
    void every_flipped_byte_is_survived_data();
    void every_flipped_byte_is_survived();
    void files_that_are_no_files_are_refused();
    void what_no_decoder_takes_is_described();
};

void TestPictureGuard::what_is_no_picture_is_refused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char* name, const QByteArray& bytes, const QStringList& words) {
        QTest::newRow(name) << bytes << words;
    };
    const QString expected = "expected PNG, JPEG, WebP, TIFF, GIF or BMP";
    row("I1 nothing", {}, {"empty", expected});
    row("I1 text", "hello, world\n", {"plain text", expected});
    row("I1 BM text", "BMW is a maker of cars and has been for long", {"plain text", expected});
    row("I1 html", "<!DOCTYPE html><html><body>404</body></html>", {"a web page", expected, "download the file"});
    row("I1 program", "\x7f" "ELF\2\1\1" + QByteArray(200, 0), {"a program", expected});
    row("I1 numbers at random", QByteArray::fromHex("9c03f1557e80aa01"), {"no picture that is known", expected});
    row("I1 png signature alone", kPngSignature, {"ends after 8 bytes", "cut"});
    row("I1 png sent as text", "\x89PNG\n\x1a\n" + encoded(small(), "png").mid(8), {"first 8 bytes", "sent as text"});
    row("I1 jpeg signature alone", "\xff\xd8\xff", {"3 bytes", "cut"});
    row("I1 webp signature alone", QByteArray("RIFF\4\0\0\0WEBP", 12), {"no pixels", "expected a chunk"});
    row("I1 tiff signature alone", QByteArray("II*\0", 4), {"4 bytes", "cut"});
    row("I1 gif signature alone", "GIF89a", {"6 bytes", "cut"});
    row("I1 big tiff", QByteArray("II+\0", 4) + QByteArray(100, 0), {"BigTIFF", expected, "ordinary TIFF"});
    row("I15 a telephone's picture called .jpg", QByteArray("\0\0\0\x18" "ftypheic\0\0\0\0mif1heic", 24), {"HEIC", expected});
    row("I15 AVIF", QByteArray("\0\0\0\x18" "ftypavif\0\0\0\0mif1avif", 24), {"AVIF", expected});
    row("I15 JPEG XL", QByteArray("\xff\x0a\x7f\x00", 4), {"JPEG XL", expected});
    row("I15 JPEG 2000", QByteArray("\0\0\0\x0cjP  \r\n\x87\n", 12), {"JPEG 2000", expected});
    row("I15 Photoshop", "8BPS" + QByteArray(30, 0), {"Photoshop", expected});
    row("I15 video", QByteArray("\0\0\0\x14" "ftypisom\0\0\2\0mp41", 20), {"MP4 video", expected, "the frame"});
    row("I15 OpenEXR", QByteArray("\x76\x2f\x31\x01\2\0\0\0", 8), {"OpenEXR", "not read", expected});
    row("I15 camera raw", QByteArray("II*\0\x10\0\0\0CR\2\0", 12) + QByteArray(300, 0), {"camera raw", "CR2", expected, "develop"});
    row("I15 camera raw in a TIFF", withTiffTag(encoded(small(), "tiff"), 262, 32803), {"camera raw", expected, "develop"});
    row("I15 an iPhone's png", kPngSignature + pngChunk("CgBI", "abcd") + encoded(small(), "png").mid(8), {"CgBI", "expected IHDR"});
    const auto png = [](const QByteArray& kind, const QByteArray& after) { // of 2 x 1 pixels
        return kPngSignature + pngChunk("IHDR", big32(2) + big32(1) + kind) + after + pngChunk("IEND", {});
    };
    const QByteArray rgb("\x08\2\0\0\0", 5), pixels = pngChunk("IDAT", qCompress(QByteArray(7, 0)).mid(4));
    row("I7 png of no colour type", png(QByteArray("\x08\5\0\0\0", 5), pixels), {"colour type 5 with 8 bits", "damaged"});
    row("I7 png of 3 bits", png(QByteArray("\3\0\0\0\0", 5), pixels), {"colour type 0 with 3 bits", "damaged"});
    row("I7 png of 16-bit numbers of colours", png(QByteArray("\x10\3\0\0\0", 5), pixels), {"colour type 3 with 16 bits"});
    row("I7 png packed otherwise", png(QByteArray("\x08\2\1\0\0", 5), pixels), {"packed by method 1", "expected 0, 0"});
    row("I7 png filtered otherwise", png(QByteArray("\x08\2\0\1\0", 5), pixels), {"filter 1", "expected 0, 0"});
    row("I7 png interlaced otherwise", png(QByteArray("\x08\2\0\0\2", 5), pixels), {"interlace 2", "0 or 1"});
    row("I7 png without pixels", png(rgb, {}), {"holds no pixels", "expected a chunk IDAT"});
    row("I7 png whose pixels are interrupted", png(rgb, pixels + pngChunk("tEXt", "a") + pixels), {"interrupted", "damaged"});
    row("I7 png that needs more than is known", png(rgb, pngChunk("NEED", "abc") + pixels), {"unknown NEED chunk at byte 33"});
    row("I7 png with a palette of 4 bytes", png(rgb, pngChunk("PLTE", "abcd") + pixels), {"palette at byte 33", "no list of colours"});
    row("I17 svg", "<svg xmlns='http://www.w3.org/2000/svg' width='100000' height='100000'/>", {"SVG drawing", expected});
    row("I17 svg with a head", "<?xml version='1.0'?>\n<!-- x -->\n<svg width='1' height='1'/>", {"SVG drawing", expected});
    row("I17 svg that reads files", "<svg><image href='file:///etc/passwd'/></svg>", {"SVG drawing", expected});
}

void TestPictureGuard::what_is_no_picture_is_refused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QStringList, words);
    const QString message = refusal(bytes);
    ADVISES(message, words);
    QVERIFY(message.startsWith("picture: "));
}

void TestPictureGuard::sizes_beyond_the_limit_are_refused_from_the_header_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char* name, const QByteArray& bytes, const QStringList& words) {
        QTest::newRow(name) << bytes << words;
    };
    const QByteArray rest = pngChunk("IDAT", qCompress(QByteArray(100, 0)).mid(4)) + pngChunk("IEND", {});
    const QString side = "32768 a side", pixels = "64 megapixels";
    row("I4 png 100000 squared", pngHeader(100000, 100000) + rest, {"100000x100000", side});
    row("I4 png 65536 squared", pngHeader(65536, 65536) + rest, {"65536x65536", side});
    row("I4 png 2^31-1", pngHeader(0x7FFFFFFF, 0x7FFFFFFF) + rest, {"2147483647x2147483647", side});
    row("I4 png 1 x 2^31", pngHeader(1, 0x80000000) + rest, {"1x2147483648", side});
    row("I5 png 1-bit bomb",
        pngHeader(12000, 11000, 1, 0) + pngChunk("IDAT", qCompress(QByteArray(16511000, 0)).mid(4)) + pngChunk("IEND", {}),
        {"12000x11000", pixels});
    row("I7 png 0 wide", pngHeader(0, 7) + rest, {"0x7", "expected 1", "damaged"});
    row("I5 webp 16384 squared", QByteArray("RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\xff\xff\xff\x0f\0\0\0\0\0\0\0\0\0", 34),
        {"16384x16384", pixels});
    row("I5 gif screen", gifScreen(65535, 65535), {"65535x65535", side});
    row("I7 gif 0 high", gifScreen(10, 0), {"10x0", "expected 1", "damaged"});
    row("I5 bmp rle", bmpHeader(30000, 30000, 8, 1) + QByteArray("\0\1", 2), {"30000x30000", pixels});
    row("I7 bmp INT_MIN", bmpHeader(10, INT_MIN, 24, 0) + QByteArray(100, 0), {"10x2147483648", side});
    row("I7 bmp negative width", bmpHeader(-10, 10, 24, 0) + QByteArray(100, 0), {"-10x10", "expected 1", "damaged"});
    row("I4 tiff wide", withTiffTag(encoded(small(), "tiff"), 256, 60000), {"60000x7", side});
    row("I7 tiff 0 wide", withTiffTag(encoded(small(), "tiff"), 256, 0), {"0x7", "expected 1", "damaged"});
    row("I4 tiff of 65535 channels", withTiffTag(encoded(small(), "tiff"), 277, 65535), {"65535 channels", "expected 1 to 4"});
    QByteArray tiled = encoded(small(), "tiff"); // its rows a strip become a tile's width, and there is no height
    const auto directory = qFromLittleEndian<quint32>(tiled.constData() + 4);
    for (int i = 0; i < qFromLittleEndian<quint16>(tiled.constData() + directory); ++i)
        if (char* entry = tiled.data() + directory + 2 + 12 * i; qFromLittleEndian<quint16>(entry) == 278)
            qToLittleEndian(quint16{322}, entry);
    row("I7 tiff of tiles without height", tiled, {"x0 pixels large", "64 megapixels", "damaged"});
    QByteArray jpeg = encoded(small(), "jpeg");
    const qsizetype frame = jpeg.indexOf("\xff\xc0");
    row("I4 jpeg 65500 squared", QByteArray(jpeg).replace(frame + 5, 4, QByteArray("\xff\xdc\xff\xdc")), {"65500x65500", side});
    row("I7 jpeg 0 high", QByteArray(jpeg).replace(frame + 5, 2, QByteArray(2, 0)), {"11x0", "expected 1", "damaged"});
}

void TestPictureGuard::sizes_beyond_the_limit_are_refused_from_the_header()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QStringList, words);
    const long before = peakMegabytes();
    ADVISES(refusal(bytes), words);
    QVERIFY(peakMegabytes() - before < 16);
}

void TestPictureGuard::lengths_beyond_the_file_are_refused_without_memory()
{
    const long before = peakMegabytes();
    for (const quint32 length : {0x7FFFFFFFU, 0xFFFFFFFFU, 0x80000000U, 1000U}) {
        const QByteArray png = pngHeader(4, 4) + big32(length) + "zTXtlong";
        ADVISES(refusal(png), (QStringList{"zTXt", QString::number(length) + " bytes", "4 are left"})); // I6
    }
    QByteArray webp = encoded(small(), "webp", 100);
    ADVISES(refusal(QByteArray(webp).replace(16, 4, little32(0xFFFFFFF0))), (QStringList{"4294967280", "are left"}));
    ADVISES(refusal(QByteArray(webp).replace(4, 4, little32(0xFFFFFFF0))), (QStringList{"4294967288", "cut"}));
    for (const quint16 tag : {quint16{273}, quint16{279}})
        ADVISES(refusal(withTiffTag(encoded(small(), "tiff"), tag, 0xFFFFFF00)), (QStringList{"4294967040", "beyond the end"}));
    QVERIFY(peakMegabytes() - before < 16);
}

void TestPictureGuard::a_wrong_checksum_is_refused_where_it_matters()
{
    QByteArray text = pngChunk("tEXt", "Comment");
    text.back() = static_cast<char>(text.back() ^ 1);
    QVERIFY(refusal(withPngChunk(encoded(small(), "png"), text)).isEmpty()); // I3: of a text it does not matter
    QByteArray pixels = encoded(small(), "png");
    pixels[pixels.size() - 13] = static_cast<char>(pixels[pixels.size() - 13] ^ 1);
    ADVISES(refusal(pixels), (QStringList{"IDAT", "checksum", "expected"}));
}

void TestPictureGuard::pixels_that_do_not_unpack_are_refused_whatever_their_checksum_data()
{
    QTest::addColumn<quint8>("interlaced");
    QTest::addColumn<QByteArray>("rows");
    QTest::addColumn<QString>("word");
    const QByteArray row(1 + 3 * 5, 0);
    QByteArray filter = row.repeated(4);
    filter[16] = 9;
    QTest::newRow("good") << quint8{0} << row.repeated(4) << "";
    QTest::newRow("more than needed") << quint8{0} << row.repeated(9) << "";
    QTest::newRow("a byte short") << quint8{0} << row.repeated(4).chopped(1) << "end before";
    QTest::newRow("no such filter") << quint8{0} << filter << "filter 9";
    QTest::newRow("good, interlaced") << quint8{1} << QByteArray(4 + 4 + 7 + 2 * 7 + 10 + 2 * 10 + 16 + 16, 0) << "";
    QTest::newRow("short, interlaced") << quint8{1} << QByteArray(40, 0) << "end before";
}

void TestPictureGuard::pixels_that_do_not_unpack_are_refused_whatever_their_checksum()
{
    QFETCH(quint8, interlaced);
    QFETCH(QByteArray, rows);
    QFETCH(QString, word);
    const QByteArray header = kPngSignature
        + pngChunk("IHDR", big32(5) + big32(4) + QByteArray("\x08\x02\0\0", 4) + static_cast<char>(interlaced));
    const QByteArray packed = qCompress(rows).mid(4), end = pngChunk("IEND", {});
    for (const QByteArray& chunks : {pngChunk("IDAT", packed), pngChunk("IDAT", packed.left(3)) + pngChunk("IDAT", {})
                                                                   + pngChunk("IDAT", packed.mid(3))}) {
        const QString message = refusal(header + chunks + end);
        if (word.isEmpty())
            QVERIFY2(message.isEmpty(), qPrintable(message));
        else
            ADVISES(message, QStringList{word});
    }
    ADVISES(refusal(header + pngChunk("IDAT", "nonsense") + end), QStringList{"packed pixels"});
}

void TestPictureGuard::texts_that_inflate_are_never_inflated() // I16
{
    const QByteArray chunk = pngChunk("zTXt", QByteArray("x\0\0", 3) + qCompress(QByteArray(8000000, 'x')).mid(4));
    const long before = peakMegabytes();
    QVERIFY(refusal(withPngChunk(encoded(small(), "png"), chunk.repeated(500))).isEmpty());
    QVERIFY(peakMegabytes() - before < 64);
}

void TestPictureGuard::a_jpeg_of_endless_scans_is_refused()
{
    QByteArray jpeg = encoded(QImage(8000, 8000, QImage::Format_Grayscale8), "jpeg");
    const qsizetype scan = jpeg.indexOf("\xff\xda");
    jpeg.insert(jpeg.size() - 2, jpeg.mid(scan, 12).repeated(1000));
    ADVISES(refusal(jpeg), (QStringList{"8000x8000", "scans", "expected at most"}));
}

void TestPictureGuard::a_few_bytes_are_no_large_picture_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isGood");
    const auto bmpOfRuns = [](quint16 side, const QByteArray& runs) {
        QByteArray head = "BM" + little32(54 + 1024 + quint32(runs.size())) + little32(0) + little32(54 + 1024) + little32(40)
            + little32(side) + little32(side) + little16(1) + little16(8) + little32(1);
        return head + little32(quint32(runs.size())) + QByteArray(8, 0) + little32(256) + little32(0) + QByteArray(1024, 'x') + runs;
    };
    QByteArray row; // 8000 pixels of one colour
    for (int left = 8000; left > 0; left -= 255)
        row += QByteArray(1, char(std::min(left, 255))) + '\7';
    row += QByteArray(2, 0);
    QTest::newRow("a BMP of nothing") << bmpOfRuns(8000, QByteArray("\0\1", 2)) << false;
    QTest::newRow("a BMP of one colour") << bmpOfRuns(8000, row.repeated(8000) + QByteArray("\0\1", 2)) << true;
    QByteArray jpeg = encoded(QImage(8, 8, QImage::Format_Grayscale8), "jpeg");
    const qsizetype frame = jpeg.indexOf("\xff\xc0");
    jpeg.replace(frame + 5, 4, QByteArray("\x20\0\x20\0", 4)); // 8192 x 8192
    QTest::newRow("a JPEG of nothing") << jpeg << false;
    QImage black(8000, 8000, QImage::Format_Grayscale8);
    black.fill(0);
    QTest::newRow("a JPEG of one colour") << encoded(black, "jpeg", 1) << true;
}

void TestPictureGuard::a_few_bytes_are_no_large_picture()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, isGood);
    QString problem;
    try {
        readPictureHeader(std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
    } catch (const tessera::core::FormatError& error) {
        problem = QString::fromUtf8(error.what());
    }
    QCOMPARE(problem.isEmpty(), isGood);
    QVERIFY2(isGood || problem.contains("cannot be all of them"), qPrintable(problem));
}

void TestPictureGuard::numbers_of_colours_need_a_palette()
{
    QImage image(5, 3, QImage::Format_Indexed8);
    image.setColorTable({qRgb(1, 2, 3), qRgb(200, 100, 50)});
    image.fill(1);
    const QByteArray png = encoded(image, "png");
    QVERIFY2(refusal(png).isEmpty(), qPrintable(refusal(png)));
    const qsizetype begin = png.indexOf("PLTE") - 4, end = png.indexOf("IDAT") - 4;
    QVERIFY(begin > 0 && end > begin);
    QByteArray without = png;
    without.remove(begin, end - begin);
    ADVISES(refusal(without), QStringList{"no palette"});
    QByteArray empty = without;
    empty.insert(begin, pngChunk("PLTE", {}));
    ADVISES(refusal(empty), QStringList{"palette at byte"});
}

void TestPictureGuard::every_cut_is_refused_or_said_data()
{
    QTest::addColumn<QByteArray>("bytes");
    for (const auto& [name, bytes] : smallFiles())
        QTest::newRow(name) << bytes;
}

void TestPictureGuard::every_cut_is_refused_or_said() // I2
{
    QFETCH(QByteArray, bytes);
    QVERIFY2(refusal(bytes).isEmpty(), qPrintable(refusal(bytes)));
    QVERIFY(!read(bytes).facts.damaged);
    const bool gif = bytes.startsWith("GIF");
    const qsizetype needed = gif ? 6 + 13 + 15 + 1 : bytes.size(); // of a GIF the first frame is enough
    for (qsizetype size = 0; size < needed - 1; ++size) {
        QElapsedTimer timer;
        timer.start();
        try {
            const ReadPicture shown = read(bytes.left(size));
            QVERIFY2(shown.facts.damaged, qPrintable(QString("cut to %1 of %2 bytes").arg(size).arg(bytes.size())));
        } catch (const tessera::core::FormatError& error) {
            ADVISES(QString(error.what()), QStringList{"picture"});
        }
        QVERIFY(timer.elapsed() < kPromisedMilliseconds);
    }
}

void TestPictureGuard::every_flipped_byte_is_survived_data() { every_cut_is_refused_or_said_data(); }

void TestPictureGuard::every_flipped_byte_is_survived() // I18
{
    QFETCH(QByteArray, bytes);
    const long before = peakMegabytes();
    for (qsizetype i = 0; i < bytes.size(); ++i)
        for (const char flip : {'\x01', '\x80', '\xff'}) {
            QByteArray flipped = bytes;
            flipped[i] = static_cast<char>(flipped[i] ^ flip);
            if (const QString message = refusal(flipped); !message.isEmpty()) // else it can be shown all the same
                ADVISES(message, QStringList{"picture"});
        }
    QVERIFY(peakMegabytes() - before < 1200);
}

void TestPictureGuard::files_that_are_no_files_are_refused()
{
    const QTemporaryDir folder;
    const auto fileRefusal = [](const QString& path) {
        return messageOf([&] { readPicture(path.toStdString()); });
    };
    ADVISES(fileRefusal(folder.path()), (QStringList{folder.path(), "it is a folder", "expected a file"}));
    ADVISES(fileRefusal(folder.filePath("missing.png")), (QStringList{"missing.png", "No such file"}));
    for (const char* device : {"/dev/zero", "/dev/null"})
        ADVISES(fileRefusal(device), (QStringList{device, "it is a device", "expected a file"}));
    QFile huge(folder.filePath("huge.png")); // sparse
    QVERIFY(huge.open(QIODevice::WriteOnly));
    huge.write(encoded(small(), "png"));
    QVERIFY(huge.resize(qint64(600) << 20));
    huge.close();
    ADVISES(fileRefusal(huge.fileName()), (QStringList{"huge.png", "600 MB", "the limit is 512 MB"}));
}

void TestPictureGuard::what_no_decoder_takes_is_described()
{
    ADVISES(refusal(withTiffTag(encoded(small(), "tiff"), 259, 34712)),
            (QStringList{"TIFF of 11x7 pixels", "3 channels of 8 bits", "packing 34712", "expected", "8 or 16 bits"}));
    ADVISES(refusal(bmpHeader(5, 5, 24, 4) + QByteArray(100, 0)), (QStringList{"way 4", "expected 0 to 3"}));
    QByteArray lossless = encoded(small(), "jpeg");
    lossless[lossless.indexOf("\xff\xc0") + 1] = '\xc3';
    ADVISES(refusal(lossless), (QStringList{"lossless", "C3", "expected a usual JPEG"}));
    QByteArray deep = encoded(small(), "jpeg");
    deep[deep.indexOf("\xff\xc0") + 4] = 12;
    ADVISES(refusal(deep), (QStringList{"12 bits", "only 8"}));
}

QTEST_GUILESS_MAIN(TestPictureGuard)
#include "test_picture_guard.moc"
