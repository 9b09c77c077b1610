// SPDX-License-Identifier: GPL-3.0-or-later
// Writing: exact values, sRGB tags, whole files; and the helpers between Picture and QImage.
#include "app/pictures/picture_files.h"
#include "core/error.h"
#include "core/model/preprocess.h"
#include "tests/app/picture_bytes.h"

#include <OpenEXR/ImfFrameBuffer.h>
#include <OpenEXR/ImfInputFile.h>
#include <QtTest>

#include <cmath>

using namespace tessera::app;
using namespace tessera::tests;
using tessera::core::Picture;

namespace {

Picture pattern(int channels, int width = 13, int height = 9)
{
    Picture picture(width, height, channels);
    for (std::size_t i = 0; i < picture.values.size(); ++i)
        picture.values[i] = static_cast<float>(i * 7919 % 1009) / 1008.0F;
    return picture;
}

Picture reread(const std::vector<std::byte>& bytes) { return readPicture(bytes, "written").picture; }

bool contains(const std::vector<std::byte>& bytes, const char* text)
{
    return QByteArray::fromRawData(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()))
        .contains(text);
}

} // namespace

class TestPictureExport : public QObject {
    Q_OBJECT
private slots:
    void eight_bits_come_back_as_rounded_data();
    void eight_bits_come_back_as_rounded();
    void sixteen_bits_come_back_as_rounded();
    void files_are_tagged_as_srgb();
    void alpha_is_composited_on_white_in_a_jpeg();
    void values_beyond_the_range_are_clamped();
    void unknown_and_missing_extensions_are_refused_naming_the_known();
    void what_a_format_cannot_hold_is_refused();
    void a_failed_write_leaves_the_old_file();
    void a_screen_image_has_the_rounding_of_the_core();
    void an_image_and_back_is_the_same_picture();
    void alpha_is_attached_where_sizes_agree();
    void openexr_keeps_what_lies_beyond_the_range_in_linear_light();
    void an_openexr_file_is_told_apart_when_it_is_read();
};

void TestPictureExport::eight_bits_come_back_as_rounded_data()
{
    QTest::addColumn<int>("format");
    QTest::addColumn<int>("channels");
    for (const PictureFormat format : {PictureFormat::png, PictureFormat::tiff, PictureFormat::webp})
        for (int channels = 1; channels <= 4; ++channels)
            QTest::addRow("%s %d", formatName(format).c_str(), channels) << static_cast<int>(format) << channels;
}

void TestPictureExport::eight_bits_come_back_as_rounded()
{
    QFETCH(int, format);
    QFETCH(int, channels);
    const Picture picture = pattern(channels);
    const Picture back = reread(encodePicture(picture, static_cast<PictureFormat>(format)));
    QCOMPARE(back.width, picture.width);
    QCOMPARE(back.hasAlpha(), picture.hasAlpha());
    // Qt's TIFF reader multiplies by alpha and back; what is in the file is exact.
    const bool multiplied = static_cast<PictureFormat>(format) == PictureFormat::tiff && picture.hasAlpha();
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x) {
            const float* in = picture.pixel(x, y);
            const float* out = back.pixel(x, y);
            if (picture.hasAlpha())
                QCOMPARE(std::lround(out[back.channels - 1] * 255), long{tessera::core::toByte(in[channels - 1])});
            for (int c = 0; c < 3 && !(multiplied && in[channels - 1] < 1); ++c)
                if (!picture.hasAlpha() || in[channels - 1] > 0.01F) // invisible colours need not survive
                    QCOMPARE(std::lround(out[back.channels < 3 ? 0 : c] * 255),
                             long{tessera::core::toByte(in[channels < 3 ? 0 : c])});
        }
}

void TestPictureExport::sixteen_bits_come_back_as_rounded()
{
    for (const PictureFormat format : {PictureFormat::png, PictureFormat::tiff})
        for (int channels = 1; channels <= 4; ++channels) {
            const Picture picture = pattern(channels);
            const Picture back = reread(encodePicture(picture, format, {.bits = 16}));
            for (int y = 0; y < picture.height; ++y)
                for (int x = 0; x < picture.width; ++x)
                    QCOMPARE(std::lround(back.pixel(x, y)[0] * 65535), std::lround(picture.pixel(x, y)[0] * 65535));
        }
}

void TestPictureExport::files_are_tagged_as_srgb()
{
    QVERIFY(contains(encodePicture(pattern(1), PictureFormat::png), "sRGB"));
    QVERIFY(contains(encodePicture(pattern(4), PictureFormat::png, {.bits = 16}), "sRGB"));
    for (const PictureFormat format : {PictureFormat::jpeg, PictureFormat::webp, PictureFormat::tiff})
        QVERIFY(contains(encodePicture(pattern(3), format), "acsp")); // an ICC profile's signature
    QVERIFY(readPicture(encodePicture(pattern(3), PictureFormat::jpeg), "written").notes.empty());
}

void TestPictureExport::alpha_is_composited_on_white_in_a_jpeg()
{
    Picture picture(32, 32, 4);
    for (std::size_t i = 0; i < picture.values.size(); ++i)
        picture.values[i] = i % 4 == 3 ? 0.5F : 0.2F;
    const Picture back = reread(encodePicture(picture, PictureFormat::jpeg));
    QCOMPARE(back.channels, 3);
    QVERIFY(std::abs(back.pixel(5, 5)[0] - 0.6F) < 0.01F);
}

void TestPictureExport::values_beyond_the_range_are_clamped()
{
    Picture picture(2, 1, 3);
    picture.values = {-3, 0.5F, 7, std::nanf(""), 1, 0};
    for (const int bits : {8, 16}) {
        const Picture back = reread(encodePicture(picture, PictureFormat::png, {.bits = bits}));
        QCOMPARE(back.values[0], 0.0F);
        QCOMPARE(back.values[2], 1.0F);
        QCOMPARE(back.values[3], 0.0F);
    }
}

void TestPictureExport::unknown_and_missing_extensions_are_refused_naming_the_known()
{
    const QTemporaryDir folder;
    for (const char* name : {"out", "out.", "out.gif", "out.xyz", ".png"}) {
        try {
            writePicture(folder.filePath(name).toStdString(), pattern(3));
            QFAIL(name);
        } catch (const tessera::core::FormatError& error) {
            QVERIFY2(QString(error.what()).contains(".webp"), error.what());
        }
    }
    QVERIFY(QDir(folder.path()).isEmpty());
    QCOMPARE(writtenFormat("a/b.TIFF"), PictureFormat::tiff);
    QCOMPARE(writtenFormat("b.JPG"), PictureFormat::jpeg);
}

void TestPictureExport::what_a_format_cannot_hold_is_refused()
{
    QVERIFY_EXCEPTION_THROWN(encodePicture(pattern(3), PictureFormat::jpeg, {.bits = 16}), tessera::core::FormatError);
    QVERIFY_EXCEPTION_THROWN(encodePicture(pattern(3), PictureFormat::png, {.bits = 12}), tessera::core::FormatError);
    QVERIFY_EXCEPTION_THROWN(encodePicture(pattern(1, 20000, 1), PictureFormat::webp), tessera::core::FormatError);
}

void TestPictureExport::a_failed_write_leaves_the_old_file()
{
    const QTemporaryDir folder;
    const std::string path = folder.filePath("a.jpg").toStdString();
    writePicture(path, pattern(3));
    QVERIFY_EXCEPTION_THROWN(writePicture(path, pattern(3), {.bits = 16}), tessera::core::FormatError);
    QCOMPARE(readPicture(path).picture.width, 13);
    QVERIFY_EXCEPTION_THROWN(writePicture(folder.filePath("no/a.png").toStdString(), pattern(3)),
                             tessera::core::FileError);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
}

void TestPictureExport::a_screen_image_has_the_rounding_of_the_core()
{
    Picture row(5110, 1, 1);
    for (int i = 0; i < row.width; ++i) // every tie between two bytes and its neighbours, and what lies beyond
        row.values[static_cast<std::size_t>(i)] =
            std::nextafter(static_cast<float>(i / 10 - 1) / 510.0F,
                           i % 3 == 0       ? -9.0F
                               : i % 3 == 1 ? 9.0F
                                            : static_cast<float>(i / 10 - 1) / 510.0F);
    const QImage image = toImage(row);
    for (int i = 0; i < row.width; ++i)
        QCOMPARE(int{image.constScanLine(0)[i]}, int{tessera::core::toByte(row.values[static_cast<std::size_t>(i)])});
    QVERIFY(toImage(Picture()).isNull());
}

void TestPictureExport::an_image_and_back_is_the_same_picture()
{
    for (int channels = 1; channels <= 4; ++channels) {
        const Picture once = fromImage(toImage(pattern(channels)));
        QCOMPARE(once.channels, channels == 2 ? 4 : channels);
        QCOMPARE(fromImage(toImage(once)).values, once.values);
    }
    QVERIFY(fromImage(QImage()).isEmpty());
}

void TestPictureExport::alpha_is_attached_where_sizes_agree()
{
    const Picture original = pattern(4), other = pattern(3);
    const Picture joined = withAlphaOf(other, original);
    QCOMPARE(joined.channels, 4);
    QCOMPARE(joined.pixel(3, 3)[3], original.pixel(3, 3)[3]);
    QCOMPARE(joined.pixel(3, 3)[1], other.pixel(3, 3)[1]);
    QCOMPARE(withAlphaOf(pattern(1), pattern(2)).channels, 2);
    QCOMPARE(withAlphaOf(pattern(3, 5, 5), original).channels, 3);
    QCOMPARE(withAlphaOf(other, pattern(3)).channels, 3);
}

void TestPictureExport::openexr_keeps_what_lies_beyond_the_range_in_linear_light()
{
    Picture picture(3, 1, 4);
    picture.values = {-0.5F, 0.5F, 1.5F, 1, 0, 0.02F, 1, 1, 0.5F, 1, 2, 0.25F};
    const QTemporaryDir folder;
    const std::string path = folder.filePath("a.exr").toStdString();
    writePicture(path, picture, {.bits = 16});
    Imf::InputFile file(path.c_str());
    std::vector<float> back(picture.values.size());
    Imf::FrameBuffer frame;
    for (int c = 0; c < 4; ++c)
        frame.insert(std::string(1, "RGBA"[c]),
                     Imf::Slice(Imf::FLOAT, reinterpret_cast<char*>(back.data() + c), 16, 48));
    file.setFrameBuffer(frame);
    file.readPixels(0);
    // Worked out by hand from the curve of IEC 61966-2-1.
    const std::vector<float> expected{-0.2140411F, 0.2140411F, 2.5371556F, 1, 0, 0.02F / 12.92F, 1, 1,
                                      0.2140411F * 0.25F, 0.25F, 4.9538458F * 0.25F, 0.25F};
    for (std::size_t i = 0; i < expected.size(); ++i)
        QVERIFY2(std::abs(back[i] - expected[i]) < 1e-5F, qPrintable(QString("%1: %2").arg(i).arg(double(back[i]))));
    const auto gray = encodePicture(pattern(1), PictureFormat::exr);
    QVERIFY(!gray.empty() && gray != encodePicture(pattern(2), PictureFormat::exr));
}

void TestPictureExport::an_openexr_file_is_told_apart_when_it_is_read()
{
    const auto bytes = encodePicture(pattern(3), PictureFormat::exr);
    try {
        readPicture(bytes, "a.exr");
        QFAIL("it was read");
    } catch (const tessera::core::FormatError& error) {
        QVERIFY2(QByteArray(error.what()).contains("OpenEXR"), error.what());
    }
}

QTEST_GUILESS_MAIN(TestPictureExport)
#include "test_picture_export.moc"
