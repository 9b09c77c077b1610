// SPDX-License-Identifier: GPL-3.0-or-later
// Colours of pictures that say what they mean by them come out in sRGB, whatever else their profiles say.
#include "tests/app/read_pictures.h"

#include <QColorSpace>
#include <QFile>
#include <QtTest>

#include <lcms2.h>

#include <cmath>

using namespace tessera::app;
using namespace tessera::tests;
using tessera::core::Picture;

namespace {

QByteArray bytesOf(cmsHPROFILE profile)
{
    cmsUInt32Number size = 0;
    cmsSaveProfileToMem(profile, nullptr, &size);
    QByteArray bytes(static_cast<qsizetype>(size), 0);
    cmsSaveProfileToMem(profile, bytes.data(), &size);
    cmsCloseProfile(profile);
    return bytes;
}

QByteArray displayP3()
{
    const cmsCIExyY white{0.3127, 0.3290, 1};
    const cmsCIExyYTRIPLE primaries{{0.68, 0.32, 1}, {0.265, 0.69, 1}, {0.15, 0.06, 1}};
    const cmsFloat64Number srgb[5] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
    cmsToneCurve* curve = cmsBuildParametricToneCurve(nullptr, 4, srgb);
    cmsToneCurve* curves[3] = {curve, curve, curve};
    const QByteArray bytes = bytesOf(cmsCreateRGBProfile(&white, &primaries, curves));
    cmsFreeToneCurve(curve);
    return bytes;
}

QByteArray linearGray()
{
    cmsToneCurve* curve = cmsBuildGamma(nullptr, 1.0);
    const QByteArray bytes = bytesOf(cmsCreateGrayProfile(cmsD50_xyY(), curve));
    cmsFreeToneCurve(curve);
    return bytes;
}

/// sRGB written as a table from RGB to Lab, as printers and scanners have it: Qt 6.4 cannot use these.
QByteArray tableProfile()
{
    cmsHPROFILE srgb = cmsCreate_sRGBProfile(), lab = cmsCreateLab4Profile(nullptr);
    cmsHTRANSFORM transform = cmsCreateTransform(srgb, TYPE_RGB_16, lab, TYPE_Lab_16, 0, cmsFLAGS_GUESSDEVICECLASS);
    const QByteArray bytes = bytesOf(cmsTransform2DeviceLink(transform, 2.4, cmsFLAGS_GUESSDEVICECLASS));
    cmsDeleteTransform(transform);
    cmsCloseProfile(srgb);
    cmsCloseProfile(lab);
    return bytes;
}

QByteArray iccChunk(const QByteArray& profile)
{
    return pngChunk("iCCP", QByteArray("x\0\0", 3) + qCompress(profile).mid(4));
}

double fromSrgb(double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); }
double toSrgb(double v) { return v <= 0.0031308 ? v * 12.92 : 1.055 * std::pow(v, 1 / 2.4) - 0.055; }

/// A profile whose name claims to be in so many languages.
QByteArray withManyNames(QByteArray profile, quint32 languages)
{
    const qsizetype name = profile.indexOf("mluc");
    return profile.replace(name + 8, 4, big32(languages));
}

/// Forgets what this process had in memory at most.
bool forgetPeak()
{
    QFile file(QStringLiteral("/proc/self/clear_refs"));
    return file.open(QIODevice::WriteOnly) && file.write("5") == 1;
}

/// That, in MiB; 0 where it is not told.
double peakMemory()
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray& line : file.readAll().split('\n'))
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
    return 0;
}

} // namespace

class TestPictureColours : public QObject {
    Q_OBJECT
private slots:
    void aWideGamutProfileIsConverted_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QImage image = flat(QImage::Format_RGB32, QColor(128, 90, 70));
        QTest::newRow("png") << withPngChunk(encoded(image, "png"), iccChunk(displayP3()));
        QTest::newRow("jpeg") << withJpegSegment(encoded(image, "jpeg", 100), '\xe2',
                                                 QByteArray("ICC_PROFILE\0\1\1", 14) + displayP3());
        QTest::newRow("webp") << extendedWebp(encoded(image, "webp", 100), image.size(), 0x20,
                                              webpChunk("ICCP", displayP3()), {});
        QImage tagged = image;
        tagged.setColorSpace(QColorSpace::fromIccProfile(displayP3()));
        QTest::newRow("tiff") << encoded(tagged, "tiff");
    }

    void aWideGamutProfileIsConverted()
    {
        QFETCH(QByteArray, bytes);
        const ReadPicture shown = read(bytes);
        QVERIFY(hasNote(shown, "converted"));
        const double r = fromSrgb(128 / 255.0), g = fromSrgb(90 / 255.0), b = fromSrgb(70 / 255.0);
        const double expected[3] = {toSrgb(1.2249 * r - 0.2247 * g), toSrgb(-0.0420 * r + 1.0419 * g),
                                    toSrgb(-0.0197 * r - 0.0786 * g + 1.0979 * b)};
        for (int c = 0; c < 3; ++c)
            QVERIFY(std::abs(shown.picture.pixel(2, 2)[c] - expected[c]) < 1.6 / 255); // JPEG may be off by one
    }

    void aTableProfileIsUnderstood()
    {
        const ReadPicture shown =
            read(withPngChunk(encoded(flat(QImage::Format_RGB32, QColor(128, 90, 70)), "png"), iccChunk(tableProfile())));
        QVERIFY(!hasNote(shown, "ignored"));
        QVERIFY(std::abs(shown.picture.pixel(0, 0)[0] * 255 - 128) < 3);
        QVERIFY(std::abs(shown.picture.pixel(0, 0)[2] * 255 - 70) < 3);
    }

    void aGrayProfileIsUsedForGray()
    {
        const ReadPicture shown = read(
            withPngChunk(encoded(flat(QImage::Format_Grayscale8, QColor(128, 128, 128)), "png"), iccChunk(linearGray())));
        QCOMPARE(shown.picture.channels, 1);
        QVERIFY(std::abs(*shown.picture.pixel(0, 0) - toSrgb(128 / 255.0)) < 0.002);
        const ReadPicture colour =
            read(withPngChunk(encoded(flat(QImage::Format_RGB32, QColor(128, 90, 70)), "png"), iccChunk(linearGray())));
        QVERIFY(hasNote(colour, "ignored"));
    }

    void aProfileThatSaysSrgbChangesNothing()
    {
        const ReadPicture shown =
            read(withPngChunk(encoded(quarters(), "png"), iccChunk(bytesOf(cmsCreate_sRGBProfile()))));
        QVERIFY(shown.notes.empty());
        QCOMPARE(shown.picture.pixel(0, 0)[0], 220 / 255.0F);
    }

    void aBrokenProfileIsIgnoredWithANote() // I16
    {
        const QByteArray png = encoded(quarters(), "png");
        QByteArray bomb("x\0\0", 3);
        bomb += qCompress(QByteArray(64 << 20, 0)).mid(4); // 64 MB of nothing in 64 KB
        for (const QByteArray& chunk : {iccChunk(QByteArray(500, 'x')), iccChunk(displayP3().left(300)),
                                        pngChunk("iCCP", "x"), pngChunk("iCCP", bomb)}) {
            const ReadPicture shown = read(withPngChunk(png, chunk));
            QVERIFY(hasNote(shown, "ignored"));
            QCOMPARE(shown.picture.pixel(0, 0)[0], 220 / 255.0F);
        }
    }

    void theGammaOfAPngIsHonouredUnlessItIsTheUsualOne()
    {
        const QByteArray png = encoded(flat(QImage::Format_RGB32, QColor(128, 128, 128)), "png");
        QCOMPARE(read(withPngChunk(png, pngChunk("gAMA", big32(45455)))).picture.pixel(0, 0)[0], 128 / 255.0F);
        const ReadPicture linear = read(withPngChunk(png, pngChunk("gAMA", big32(100000))));
        QVERIFY(std::abs(linear.picture.pixel(0, 0)[0] - toSrgb(128 / 255.0)) < 0.002);
        const ReadPicture overruled =
            read(withPngChunk(png, pngChunk("sRGB", QByteArray(1, 0)) + pngChunk("gAMA", big32(100000))));
        QCOMPARE(overruled.picture.pixel(0, 0)[0], 128 / 255.0F);
        // Primaries of Display P3: its red is more than sRGB has, and a grey stays grey.
        QByteArray primaries;
        for (const quint32 value : {31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000})
            primaries += big32(value);
        const QByteArray wide = pngChunk("gAMA", big32(45400)) + pngChunk("cHRM", primaries);
        const QByteArray mild = encoded(flat(QImage::Format_RGB32, QColor(180, 90, 90)), "png");
        const Picture red = read(withPngChunk(mild, wide)).picture, grey = read(withPngChunk(png, wide)).picture;
        QVERIFY(red.pixel(0, 0)[0] > 185 / 255.0F && red.pixel(0, 0)[1] < 88 / 255.0F);
        QVERIFY(std::abs(grey.pixel(0, 0)[0] - grey.pixel(0, 0)[2]) < 0.002);
    }

    void aProfileThatAsksForMuchMemoryGetsNone() // I16
    {
        const QByteArray png = encoded(quarters(), "png");
        const QByteArray greedy = withPngChunk(png, iccChunk(withManyNames(displayP3(), 30'000'000)));
        read(png); // whatever is loaded once
        QVERIFY(forgetPeak());
        const double before = peakMemory();
        const ReadPicture shown = read(greedy);
        QVERIFY(hasNote(shown, "converted from a profile without a name"));
        QVERIFY(before > 0);
        QVERIFY2(peakMemory() < before + 100, qPrintable(QStringLiteral("%1, then %2").arg(before).arg(peakMemory())));
    }
};

QTEST_GUILESS_MAIN(TestPictureColours)
#include "test_picture_colours.moc"
