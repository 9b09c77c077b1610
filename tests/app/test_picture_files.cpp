// SPDX-License-Identifier: GPL-3.0-or-later
// Reading: the right pixels, upright, whatever the format.
#include "tests/app/read_pictures.h"
#include "tests/support/bad_input.h"

#include <QColorSpace>
#include <QtTest>

#include <cmath>
#include <limits>

using namespace tessera::app;
using namespace tessera::tests;
using tessera::core::Picture;

namespace {

/// Where a stored pixel is seen, from EXIF's own words: the side at which row 0 and column 0 lie.
QPoint seenAt(int orientation, QPoint p, QSize stored)
{
    const int right = stored.width() - 1 - p.x(), below = stored.height() - 1 - p.y();
    switch (orientation) {
    case 2: return {right, p.y()};
    case 3: return {right, below};
    case 4: return {p.x(), below};
    case 5: return {p.y(), p.x()};
    case 6: return {below, p.x()};
    case 7: return {below, right};
    case 8: return {p.y(), right};
    default: return p;
    }
}

} // namespace

class TestPictureFiles : public QObject {
    Q_OBJECT
private slots:
    void all_eight_exif_orientations_are_shown_upright_data();
    void all_eight_exif_orientations_are_shown_upright();
    void an_odd_exif_block_leaves_the_picture_as_stored();
    void sixteen_bits_are_kept_data();
    void sixteen_bits_are_kept();
    void every_kind_of_pixel_has_its_known_answer_data();
    void every_kind_of_pixel_has_its_known_answer();
    void what_floats_hold_beyond_black_and_white_is_told_data();
    void what_floats_hold_beyond_black_and_white_is_told();
    void the_first_frame_of_an_animation_is_shown_with_a_note();
    void an_interlaced_png_has_each_pixel_in_its_place();
    void print_colours_are_converted_and_said_data();
    void print_colours_are_converted_and_said();
    void absurd_resolutions_change_nothing();
    void the_content_counts_not_the_extension();
    void the_embedded_samples_are_read();
};

void TestPictureFiles::all_eight_exif_orientations_are_shown_upright_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("orientation");
    const QImage image = quarters();
    for (int o = 1; o <= 8; ++o) {
        const QByteArray exif = exifBlock(static_cast<quint16>(o));
        QTest::addRow("jpeg %d", o) << withJpegSegment(encoded(image, "jpeg", 95), '\xe1',
                                                       QByteArray("Exif\0\0", 6) + exif)
                                    << o;
        QTest::addRow("png %d", o) << withPngChunk(encoded(image, "png"), pngChunk("eXIf", exif)) << o;
        QTest::addRow("webp %d", o) << extendedWebp(encoded(image, "webp", 100), image.size(), 8, {},
                                                    webpChunk("EXIF", exif))
                                    << o;
        QTest::addRow("tiff %d", o) << withTiffTag(encoded(image, "tiff"), 274, static_cast<quint32>(o)) << o;
    }
}

void TestPictureFiles::all_eight_exif_orientations_are_shown_upright() // I12
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, orientation);
    const QImage stored = quarters();
    const ReadPicture shown = read(bytes);
    QCOMPARE(QSize(shown.picture.width, shown.picture.height),
             orientation < 5 ? stored.size() : stored.size().transposed());
    for (const QPoint p : {QPoint(3, 3), QPoint(28, 3), QPoint(3, 44), QPoint(28, 44)}) {
        const QPoint at = seenAt(orientation, p, stored.size());
        const QColor expected = stored.pixelColor(p);
        const float* found = shown.picture.pixel(at.x(), at.y());
        for (const auto& [value, byte] : {std::pair(found[0], expected.red()), std::pair(found[1], expected.green()),
                                          std::pair(found[2], expected.blue())})
            QVERIFY(std::abs(value * 255 - static_cast<float>(byte)) < 6);
    }
    QCOMPARE(hasNote(shown, "turned upright"), orientation != 1);
}

void TestPictureFiles::an_odd_exif_block_leaves_the_picture_as_stored() // I12
{
    const QByteArray good = exifBlock(6);
    QList<QByteArray> odd{exifBlock(0), exifBlock(9), exifBlock(99), QByteArray(), "II", QByteArray(300, 'x')};
    for (int size = 0; size < 20; ++size)
        odd.append(good.left(size));
    odd.append(good.left(4) + little32(0xFFFFFFF0)); // the directory lies beyond
    odd.append(good.left(4) + little32(4) + QByteArray(64, '\1')); // the directory lies in its own offset
    for (const QByteArray& exif : odd) {
        const ReadPicture shown = read(withPngChunk(encoded(quarters(), "png"), pngChunk("eXIf", exif)));
        QCOMPARE(shown.picture.width, 32);
    }
}

void TestPictureFiles::sixteen_bits_are_kept_data()
{
    QTest::addColumn<QByteArray>("format");
    QTest::newRow("png") << QByteArray("png");
    QTest::newRow("tiff") << QByteArray("tiff");
}

void TestPictureFiles::sixteen_bits_are_kept() // I10
{
    QFETCH(QByteArray, format);
    QImage gray(7, 5, QImage::Format_Grayscale16), colour(7, 5, QImage::Format_RGBA64);
    for (int y = 0; y < 5; ++y)
        for (int x = 0; x < 7; ++x) {
            reinterpret_cast<quint16*>(gray.scanLine(y))[x] = static_cast<quint16>(12345 + 7 * x + y);
            reinterpret_cast<QRgba64*>(colour.scanLine(y))[x] =
                QRgba64::fromRgba64(1001, 30003, static_cast<quint16>(60001 + x), 40004);
        }
    const ReadPicture one = read(encoded(gray, format));
    QCOMPARE(one.picture.channels, 1);
    QCOMPARE(std::lround(*one.picture.pixel(3, 2) * 65535), 12345 + 21 + 2);
    QVERIFY(hasNote(one, "16 bits"));
    const ReadPicture four = read(encoded(colour, format));
    QCOMPARE(four.picture.channels, 4);
    const float* pixel = four.picture.pixel(3, 2);
    QCOMPARE(std::lround(pixel[0] * 65535), 1001);
    QCOMPARE(std::lround(pixel[2] * 65535), 60004);
    QCOMPARE(std::lround(pixel[3] * 65535), 40004);
}

void TestPictureFiles::every_kind_of_pixel_has_its_known_answer_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QList<int>>("expected");
    QImage palette(16, 8, QImage::Format_Indexed8);
    palette.setColorTable({qRgb(1, 2, 3), qRgb(200, 100, 4)});
    palette.fill(1);
    QTest::newRow("palette") << encoded(palette, "png") << QList<int>{200, 100, 4};
    palette.setColorTable({qRgb(0, 0, 0), qRgba(200, 100, 4, 128)});
    QTest::newRow("palette with alpha") << encoded(palette, "png") << QList<int>{200, 100, 4, 128};
    QImage mono(16, 8, QImage::Format_Mono);
    mono.fill(1);
    mono.setColorTable({qRgb(0, 0, 0), qRgb(255, 255, 255)});
    QTest::newRow("1 bit") << encoded(mono, "png") << QList<int>{255};
    QTest::newRow("gray") << encoded(flat(QImage::Format_Grayscale8, QColor(77, 77, 77)), "png") << QList<int>{77};
    QTest::newRow("gray jpeg") << encoded(flat(QImage::Format_Grayscale8, QColor(77, 77, 77)), "jpeg")
                               << QList<int>{77};
    QTest::newRow("rgb") << encoded(flat(QImage::Format_RGB32, QColor(10, 20, 30)), "png") << QList<int>{10, 20, 30};
    QTest::newRow("rgba") << encoded(flat(QImage::Format_ARGB32, QColor(10, 20, 30, 40)), "png")
                          << QList<int>{10, 20, 30, 40};
    QTest::newRow("bmp") << encoded(flat(QImage::Format_RGB32, QColor(10, 20, 30)), "bmp") << QList<int>{10, 20, 30};
    QTest::newRow("webp") << encoded(flat(QImage::Format_ARGB32, QColor(10, 20, 30, 40)), "webp", 100)
                          << QList<int>{10, 20, 30, 40};
    QTest::newRow("tiff") << encoded(flat(QImage::Format_RGB888, QColor(10, 20, 30)), "tiff") << QList<int>{10, 20, 30};
    QTest::newRow("gif") << tinyGif(1) << QList<int>{0, 0, 0};
    // Gray with alpha, and gray with one transparent value: written by hand, Qt does not write them.
    const auto rows = [](const QByteArray& row, int count) {
        return qCompress((QByteArray(1, 0) + row).repeated(count)).mid(4);
    };
    QTest::newRow("gray and alpha") << pngHeader(2, 2, 8, 4) + pngChunk("IDAT", rows("\x64\x32\x64\x32", 2))
            + pngChunk("IEND", {}) << QList<int>{100, 50};
    QTest::newRow("transparent gray") << pngHeader(2, 2, 8, 0) + pngChunk("tRNS", QByteArray("\0\x64", 2))
            + pngChunk("IDAT", rows("dd", 2))
            + pngChunk("IEND", {}) << QList<int>{0, 0};
}

void TestPictureFiles::every_kind_of_pixel_has_its_known_answer() // I10
{
    QFETCH(QByteArray, bytes);
    QFETCH(QList<int>, expected);
    const ReadPicture shown = read(bytes);
    QList<int> found;
    for (int c = 0; c < shown.picture.channels; ++c)
        found.append(static_cast<int>(std::lround(shown.picture.pixel(0, 0)[c] * 255)));
    QCOMPARE(found, expected);
}

void TestPictureFiles::what_floats_hold_beyond_black_and_white_is_told_data()
{
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN(), kInfinity = std::numeric_limits<float>::infinity();
    QTest::addColumn<QList<float>>("values");
    QTest::addColumn<QByteArray>("note"); ///< "": none of this
    QTest::addColumn<QList<float>>("shown");
    QTest::newRow("usual") << QList<float>{0, 0.25F, 1, 0.5F, 0.5F, 0.5F} << QByteArray() << QList<float>{0, 0.25F, 1, 0.5F, 0.5F, 0.5F};
    QTest::newRow("rounding") << QList<float>{-1e-6F, 0, 1.0001F} << QByteArray() << QList<float>{0, 0, 1};
    QTest::newRow("not a number") << QList<float>{kNan, 0.5F, 0.5F, 1, kInfinity, -kInfinity}
                                  << QByteArray("3 of its 6 values are not finite numbers") << QList<float>{0, 0.5F, 0.5F, 1, 1, 0};
    QTest::newRow("beyond") << QList<float>{-0.5F, 0.5F, 12, 1, 1, 1} << QByteArray("its values run from -0.5 to 12 and were cut off")
                            << QList<float>{0, 0.5F, 1, 1, 1, 1};
    QTest::newRow("both") << QList<float>{kNan, 0.5F, 2} << QByteArray("; its values run from 0 to 2 and were cut off")
                          << QList<float>{0, 0.5F, 1};
}

void TestPictureFiles::what_floats_hold_beyond_black_and_white_is_told()
{
    QFETCH(QList<float>, values);
    QFETCH(QByteArray, note);
    QFETCH(QList<float>, shown);
    const ReadPicture result = read(floatTiff(values));
    QVERIFY(hasNote(result, "32 bits a channel"));
    QCOMPARE(hasNote(result, "not finite") || hasNote(result, "cut off"), !note.isEmpty());
    QVERIFY(note.isEmpty() || hasNote(result, note));
    QCOMPARE(QList<float>(result.picture.values.begin(), result.picture.values.end()), shown);
    const QString nothing = messageOf([&] { read(floatTiff(QList<float>(6, std::numeric_limits<float>::quiet_NaN()))); });
    ADVISES(nothing, (QStringList{"none of the picture's 6 values", "expected 0 to 1"}));
}

void TestPictureFiles::the_first_frame_of_an_animation_is_shown_with_a_note() // I14
{
    const ReadPicture shown = read(tinyGif(2));
    QCOMPARE(shown.picture.width, 1);
    QVERIFY(hasNote(shown, "first frame"));
    QVERIFY(!hasNote(read(tinyGif(1)), "first frame"));
    const QImage image = flat(QImage::Format_RGB32, QColor(10, 20, 30));
    const QByteArray webp = encoded(image, "webp", 100);
    const QByteArray apng = withPngChunk(encoded(image, "png"), pngChunk("acTL", big32(2) + big32(0)));
    for (const QByteArray& bytes : {animatedWebp(webp, image.size(), 2), apng}) {
        const ReadPicture frame = read(bytes);
        QVERIFY(hasNote(frame, "first frame of an animation"));
        QCOMPARE(QSize(frame.picture.width, frame.picture.height), image.size());
        QCOMPARE(std::lround(frame.picture.pixel(3, 2)[2] * 255), 30);
    }
}

void TestPictureFiles::an_interlaced_png_has_each_pixel_in_its_place() // I10
{
    for (const QSize size : {QSize(1, 1), QSize(2, 2), QSize(11, 7), QSize(3, 17)}) {
        QImage image(size, QImage::Format_RGB32);
        for (int y = 0; y < size.height(); ++y)
            for (int x = 0; x < size.width(); ++x)
                image.setPixel(x, y, qRgb(20 * x, 14 * y, 5 * x * y % 256));
        QCOMPARE(read(interlacedPng(image)).picture.values, read(encoded(image, "png")).picture.values);
    }
}

void TestPictureFiles::print_colours_are_converted_and_said_data()
{
    QTest::addColumn<QList<int>>("inks"); ///< cyan, magenta, yellow, black
    QTest::addColumn<QList<int>>("colour");
    QTest::newRow("I13 paper") << QList<int>{0, 0, 0, 0} << QList<int>{255, 255, 255};
    QTest::newRow("I13 cyan") << QList<int>{255, 0, 0, 0} << QList<int>{0, 255, 255};
    QTest::newRow("I13 yellow") << QList<int>{0, 0, 255, 0} << QList<int>{255, 255, 0};
    QTest::newRow("I13 black") << QList<int>{0, 0, 0, 255} << QList<int>{0, 0, 0};
    QTest::newRow("I13 a mixture") << QList<int>{55, 155, 100, 0} << QList<int>{200, 100, 155};
}

void TestPictureFiles::print_colours_are_converted_and_said()
{
    QFETCH(QList<int>, inks);
    QFETCH(QList<int>, colour);
    const ReadPicture shown = read(cmykJpeg(inks));
    QVERIFY(hasNote(shown, "print colours (CMYK)"));
    QVERIFY(!shown.facts.damaged);
    QCOMPARE(QSize(shown.picture.width, shown.picture.height), QSize(8, 8));
    for (int c = 0; c < 3; ++c) {
        const float value = shown.picture.pixel(5, 4)[c] * 255;
        QVERIFY2(std::abs(value - static_cast<float>(colour[c])) < 2, qPrintable(QString::number(value)));
    }
}

void TestPictureFiles::absurd_resolutions_change_nothing() // I16
{
    const QImage image = flat(QImage::Format_RGB32, QColor(10, 20, 30));
    for (const quint32 most : {0U, 1U, 0x7FFFFFFFU, 0xFFFFFFFFU})
        for (const char unit : {'\0', '\1', '\x7f'}) {
            const QByteArray pixels = pngChunk("pHYs", big32(most) + big32(most) + unit);
            QCOMPARE(read(withPngChunk(encoded(image, "png"), pixels)).picture.width, 16);
            QByteArray jpeg = encoded(image, "jpeg"); // behind "JFIF", its NUL and a version
            jpeg.replace(jpeg.indexOf("JFIF") + 7, 5, unit + big32(most));
            QCOMPARE(read(jpeg).picture.width, 16);
        }
}

void TestPictureFiles::the_content_counts_not_the_extension() // I15
{
    const QTemporaryDir folder;
    for (const char* name : {"a.jpg", "b", "c.txt"}) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(encoded(quarters(), "png"));
        file.close();
        QCOMPARE(readPicture(file.fileName().toStdString()).picture.width, 32);
    }
}

void TestPictureFiles::the_embedded_samples_are_read()
{
    const QDir samples(TESSERA_SOURCE_DIR "/resources/samples");
    for (const QString& name : samples.entryList({"*.jpg"})) {
        const ReadPicture shown = readPicture(samples.filePath(name).toStdString());
        QVERIFY(shown.picture.width > 100);
        QCOMPARE(shown.picture.channels, 3);
        QVERIFY(!shown.facts.damaged);
    }
}

QTEST_GUILESS_MAIN(TestPictureFiles)
#include "test_picture_files.moc"
