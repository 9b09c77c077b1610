// SPDX-License-Identifier: GPL-3.0-or-later
// Reading what strangers send: refused in one plain line from the header, before any decoder reserves memory.
#include "app/pictures/picture_files.h"
#include "core/error.h"
#include "tests/app/picture_bytes.h"

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
    void a_cmyk_jpeg_is_noticed();
};

void TestPictureGuard::what_is_no_picture_is_refused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("word");
    QTest::newRow("nothing") << QByteArray() << "empty";
    QTest::newRow("text") << QByteArray("hello, world\n") << "expected PNG";
    QTest::newRow("BM text") << QByteArray("BMW is a maker of cars and has been for long") << "expected PNG";
    QTest::newRow("html") << QByteArray("<!DOCTYPE html><html><body>404</body></html>") << "expected PNG";
    QTest::newRow("svg") << QByteArray("<svg xmlns='http://www.w3.org/2000/svg' width='100000' height='100000'/>")
                         << "SVG";
    QTest::newRow("svg with a head") << QByteArray("<?xml version='1.0'?>\n<!-- x -->\n<svg width='1' height='1'/>")
                                     << "SVG";
    QTest::newRow("program") << QByteArray("\x7f"
                                           "ELF\2\1\1")
            + QByteArray(200, 0)
                             << "expected PNG";
    QTest::newRow("png signature alone") << kPngSignature << "cut";
    QTest::newRow("png sent as text") << QByteArray("\x89PNG\n\x1a\n") + encoded(small(), "png").mid(8)
                                      << "sent as text";
    QTest::newRow("jpeg signature alone") << QByteArray("\xff\xd8\xff") << "cut";
    QTest::newRow("webp signature alone") << QByteArray("RIFF\4\0\0\0WEBP", 12) << "no pixels";
    QTest::newRow("tiff signature alone") << QByteArray("II*\0", 4) << "cut";
    QTest::newRow("big tiff") << QByteArray("II+\0", 4) + QByteArray(100, 0) << "BigTIFF";
    QTest::newRow("gif signature alone") << QByteArray("GIF89a") << "cut";
}

void TestPictureGuard::what_is_no_picture_is_refused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, word);
    const QString message = refusal(bytes);
    QVERIFY2(message.contains(word), qPrintable(message));
    QVERIFY(message.startsWith("picture: "));
    QVERIFY(!message.contains('\n'));
}

void TestPictureGuard::sizes_beyond_the_limit_are_refused_from_the_header_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("word");
    const QByteArray rest = pngChunk("IDAT", qCompress(QByteArray(100, 0)).mid(4)) + pngChunk("IEND", {});
    QTest::newRow("png 100000 squared") << pngHeader(100000, 100000) + rest << "32768 a side";
    QTest::newRow("png 65536 squared") << pngHeader(65536, 65536) + rest << "32768 a side";
    QTest::newRow("png 2^31-1") << pngHeader(0x7FFFFFFF, 0x7FFFFFFF) + rest << "32768 a side";
    QTest::newRow("png 1 x 2^31") << pngHeader(1, 0x80000000) + rest << "32768 a side";
    QTest::newRow("png 1-bit bomb") << pngHeader(12000, 11000, 1, 0)
            + pngChunk("IDAT", qCompress(QByteArray(16511000, 0)).mid(4))
            + pngChunk("IEND", {}) << "64 megapixels";
    QTest::newRow("png 0 wide") << pngHeader(0, 7) + rest << "damaged";
    QTest::newRow("webp 16384 squared") << QByteArray(
        "RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\xff\xff\xff\x0f\0\0\0\0\0\0\0\0\0", 34)
                                        << "64 megapixels";
    QTest::newRow("gif screen") << gifScreen(65535, 65535) << "32768 a side";
    QTest::newRow("gif 0 high") << gifScreen(10, 0) << "damaged";
    QTest::newRow("bmp rle") << bmpHeader(30000, 30000, 8, 1) + QByteArray("\0\1", 2) << "64 megapixels";
    QTest::newRow("bmp INT_MIN") << bmpHeader(10, INT_MIN, 24, 0) + QByteArray(100, 0) << "32768 a side";
    QTest::newRow("bmp negative width") << bmpHeader(-10, 10, 24, 0) + QByteArray(100, 0) << "damaged";
    QTest::newRow("tiff wide") << withTiffTag(encoded(small(), "tiff"), 256, 60000) << "32768 a side";
    QTest::newRow("tiff 0 wide") << withTiffTag(encoded(small(), "tiff"), 256, 0) << "damaged";
    QTest::newRow("tiff of 65535 channels") << withTiffTag(encoded(small(), "tiff"), 277, 65535) << "65535 channels";
    QByteArray jpeg = encoded(small(), "jpeg");
    const qsizetype frame = jpeg.indexOf("\xff\xc0");
    QTest::newRow("jpeg 65500 squared") << QByteArray(jpeg).replace(frame + 5, 4, QByteArray("\xff\xdc\xff\xdc"))
                                        << "32768 a side";
    QTest::newRow("jpeg 0 high") << QByteArray(jpeg).replace(frame + 5, 2, QByteArray(2, 0)) << "damaged";
}

void TestPictureGuard::sizes_beyond_the_limit_are_refused_from_the_header()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, word);
    const long before = peakMegabytes();
    const QString message = refusal(bytes);
    QVERIFY2(message.contains(word), qPrintable(message));
    QVERIFY(peakMegabytes() - before < 16);
}

void TestPictureGuard::lengths_beyond_the_file_are_refused_without_memory()
{
    const long before = peakMegabytes();
    for (const quint32 length : {0x7FFFFFFFU, 0xFFFFFFFFU, 0x80000000U, 1000U}) {
        const QByteArray png = pngHeader(4, 4) + big32(length) + "zTXtlong";
        QVERIFY(refusal(png).contains(QString::number(length)));
    }
    QByteArray webp = encoded(small(), "webp", 100);
    QVERIFY(refusal(QByteArray(webp).replace(16, 4, little32(0xFFFFFFF0))).contains("4294967280"));
    QVERIFY(refusal(QByteArray(webp).replace(4, 4, little32(0xFFFFFFF0))).contains("cut"));
    QVERIFY(refusal(withTiffTag(encoded(small(), "tiff"), 273, 0xFFFFFF00)).contains("beyond the end"));
    QVERIFY(refusal(withTiffTag(encoded(small(), "tiff"), 279, 0xFFFFFF00)).contains("beyond the end"));
    QVERIFY(peakMegabytes() - before < 16);
}

void TestPictureGuard::a_wrong_checksum_is_refused_where_it_matters()
{
    QByteArray text = pngChunk("tEXt", "Comment");
    text.back() = static_cast<char>(text.back() ^ 1);
    QVERIFY(refusal(withPngChunk(encoded(small(), "png"), text)).isEmpty());
    QByteArray pixels = encoded(small(), "png");
    pixels[pixels.size() - 13] = static_cast<char>(pixels[pixels.size() - 13] ^ 1);
    QVERIFY(refusal(pixels).contains("checksum"));
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
    const auto answers = [&](const QString& message) {
        return word.isEmpty() ? message.isEmpty() : message.contains(word);
    };
    QVERIFY2(answers(refusal(header + pngChunk("IDAT", packed) + end)),
             qPrintable(refusal(header + pngChunk("IDAT", packed) + end)));
    QVERIFY(answers(refusal(header + pngChunk("IDAT", packed.left(3)) + pngChunk("IDAT", {})
                            + pngChunk("IDAT", packed.mid(3)) + end)));
    QVERIFY(!refusal(header + pngChunk("IDAT", "nonsense") + end).isEmpty());
}

void TestPictureGuard::texts_that_inflate_are_never_inflated()
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
    QVERIFY(refusal(jpeg).contains("scans"));
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
    QVERIFY2(refusal(without).contains("no palette"), qPrintable(refusal(without)));
    QByteArray empty = without;
    empty.insert(begin, pngChunk("PLTE", {}));
    QVERIFY2(refusal(empty).contains("palette at byte"), qPrintable(refusal(empty)));
}

void TestPictureGuard::every_cut_is_refused_or_said_data()
{
    QTest::addColumn<QByteArray>("bytes");
    for (const auto& [name, bytes] : smallFiles())
        QTest::newRow(name) << bytes;
}

void TestPictureGuard::every_cut_is_refused_or_said()
{
    QFETCH(QByteArray, bytes);
    QVERIFY2(refusal(bytes).isEmpty(), qPrintable(refusal(bytes)));
    QVERIFY(!read(bytes).facts.damaged);
    const bool gif = bytes.startsWith("GIF");
    const qsizetype needed = gif ? 6 + 13 + 15 + 1 : bytes.size(); // of a GIF the first frame is enough
    QElapsedTimer timer;
    timer.start();
    for (qsizetype size = 0; size < needed - 1; ++size) {
        try {
            const ReadPicture shown = read(bytes.left(size));
            QVERIFY2(shown.facts.damaged, qPrintable(QString("cut to %1 of %2 bytes").arg(size).arg(bytes.size())));
        } catch (const tessera::core::FormatError& error) {
            QVERIFY(!QString(error.what()).contains('\n'));
        }
    }
    QVERIFY(timer.elapsed() < 20000);
}

void TestPictureGuard::every_flipped_byte_is_survived_data() { every_cut_is_refused_or_said_data(); }

void TestPictureGuard::every_flipped_byte_is_survived()
{
    QFETCH(QByteArray, bytes);
    const long before = peakMegabytes();
    for (qsizetype i = 0; i < bytes.size(); ++i)
        for (const char flip : {'\x01', '\x80', '\xff'}) {
            QByteArray flipped = bytes;
            flipped[i] = static_cast<char>(flipped[i] ^ flip);
            refusal(flipped); // whatever it says: no crash, no hang
        }
    QVERIFY(peakMegabytes() - before < 1200);
}

void TestPictureGuard::files_that_are_no_files_are_refused()
{
    const QTemporaryDir folder;
    for (const QString& path :
         {folder.path(), folder.filePath("missing.png"), QString("/dev/zero"), QString("/dev/null")})
        QVERIFY_EXCEPTION_THROWN(readPicture(path.toStdString()), tessera::core::Error);
    QFile huge(folder.filePath("huge.png")); // sparse
    QVERIFY(huge.open(QIODevice::WriteOnly));
    huge.write(encoded(small(), "png"));
    QVERIFY(huge.resize(qint64(600) << 20));
    huge.close();
    try {
        readPicture(huge.fileName().toStdString());
        QFAIL("a file of 600 MB was read");
    } catch (const tessera::core::FormatError& error) {
        QVERIFY(QString(error.what()).contains("512 MB"));
    }
}

void TestPictureGuard::a_cmyk_jpeg_is_noticed()
{
    const QByteArray frame("\x08\x00\x10\x00\x10\x04\x01\x11\x00\x02\x11\x00\x03\x11\x00\x04\x11\x00", 18);
    const QByteArray jpeg = withJpegSegment(QByteArray("\xff\xd8\xff\xda\0\x02\xff\xd9", 8), '\xc0', frame);
    const PictureHeader header =
        readPictureHeader(std::as_bytes(std::span(jpeg.constData(), static_cast<std::size_t>(jpeg.size()))));
    QVERIFY(header.cmyk);
    QCOMPARE(header.width, 16);
}

QTEST_GUILESS_MAIN(TestPictureGuard)
#include "test_picture_guard.moc"
