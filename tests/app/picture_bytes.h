// SPDX-License-Identifier: GPL-3.0-or-later
// Files for the tests of the picture reader, made and bent byte by byte.
#pragma once

#include <QBuffer>
#include <QByteArray>
#include <QImage>
#include <QImageWriter>
#include <QtEndian>

namespace tessera::tests {

inline QByteArray big32(quint32 value)
{
    QByteArray bytes(4, 0);
    qToBigEndian(value, bytes.data());
    return bytes;
}

inline QByteArray little32(quint32 value)
{
    QByteArray bytes(4, 0);
    qToLittleEndian(value, bytes.data());
    return bytes;
}

inline QByteArray little16(quint16 value)
{
    QByteArray bytes(2, 0);
    qToLittleEndian(value, bytes.data());
    return bytes;
}

inline QByteArray encoded(const QImage& image, const char* format, int quality = -1)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, format);
    writer.setQuality(quality);
    if (!writer.write(image))
        qFatal("cannot make a %s: %s", format, qPrintable(writer.errorString()));
    return bytes;
}

inline quint32 crc32(const QByteArray& bytes)
{
    quint32 crc = 0xFFFFFFFF;
    for (const char byte : bytes) {
        crc ^= static_cast<quint8>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ (crc & 1 ? 0xEDB88320U : 0U);
    }
    return ~crc;
}

inline QByteArray pngChunk(const QByteArray& type, const QByteArray& data)
{
    return big32(static_cast<quint32>(data.size())) + type + data + big32(crc32(type + data));
}

/// `chunk` right behind IHDR.
inline QByteArray withPngChunk(const QByteArray& png, const QByteArray& chunk)
{
    return png.left(33) + chunk + png.mid(33);
}

inline const QByteArray kPngSignature("\x89PNG\r\n\x1a\n", 8);

inline QByteArray pngHeader(quint32 width, quint32 height, char bits = 8, char type = 2)
{
    return kPngSignature
        + pngChunk("IHDR", big32(width) + big32(height) + QByteArray{1, bits} + type + QByteArray(3, 0));
}

/// `image` as an interlaced PNG of three channels: its seven passes, each with the rows that it has pixels of.
inline QByteArray interlacedPng(const QImage& image)
{
    constexpr int kPasses[7][4] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                                   {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
    QByteArray rows;
    for (const auto& [left, top, right, down] : kPasses)
        for (int y = top; left < image.width() && y < image.height(); y += down) {
            rows += '\0';
            for (int x = left; x < image.width(); x += right) {
                const QRgb colour = image.pixel(x, y);
                rows += static_cast<char>(qRed(colour));
                rows += static_cast<char>(qGreen(colour));
                rows += static_cast<char>(qBlue(colour));
            }
        }
    const QByteArray size = big32(static_cast<quint32>(image.width())) + big32(static_cast<quint32>(image.height()));
    return kPngSignature + pngChunk("IHDR", size + QByteArray("\x08\x02\0\0\1", 5))
        + pngChunk("IDAT", qCompress(rows).mid(4)) + pngChunk("IEND", {});
}

/// 8x8 pixels of one print colour as Adobe's programs write them: each channel the other way round, and no profile.
inline QByteArray cmykJpeg(const QList<int>& inks)
{
    const auto segment = [](char marker, const QByteArray& data) {
        const auto length = static_cast<quint16>(data.size() + 2);
        return QByteArray(1, '\xff') + marker + static_cast<char>(length >> 8) + static_cast<char>(length & 255) + data;
    };
    QByteArray bits; // one block of each channel: its mean, and then nothing
    const auto put = [&bits](int value, int count) {
        for (int bit = count; bit-- > 0;)
            bits += static_cast<char>(value >> bit & 1);
    };
    for (const int ink : inks) {
        const int mean = 255 - ink - 128, magnitude = qAbs(mean);
        int category = 0;
        while (magnitude >> category != 0)
            ++category;
        put(category, 4);
        put(mean < 0 ? mean + (1 << category) - 1 : mean, category);
        put(0, 1);
    }
    while (bits.size() % 8 != 0)
        bits += '\1';
    QByteArray scan;
    for (qsizetype i = 0; i < bits.size(); i += 8) {
        int byte = 0;
        for (qsizetype bit = 0; bit < 8; ++bit)
            byte = byte << 1 | bits[i + bit];
        scan += static_cast<char>(byte);
        if (byte == 255)
            scan += '\0';
    }
    const QByteArray steps = QByteArray(1, '\0') + QByteArray(64, '\x08'); // a step of the mean is one of 8 bits
    const QByteArray means = QByteArray(4, '\0') + '\x09' + QByteArray(12, '\0')
        + QByteArray("\0\1\2\3\4\5\6\7\x08", 9); // nine codes of four bits
    const QByteArray others = QByteArray("\x10\x01", 2) + QByteArray(15, '\0') + '\0';
    const QByteArray adobe("Adobe\0\x64\0\0\0\0\0", 12);
    const QByteArray frame("\x08\0\x08\0\x08\x04\1\x11\0\2\x11\0\3\x11\0\4\x11\0", 18);
    const QByteArray begin("\x04\1\0\2\0\3\0\4\0\0\x3f\0", 12);
    return "\xff\xd8" + segment('\xee', adobe) + segment('\xdb', steps) + segment('\xc0', frame) + segment('\xc4', means)
        + segment('\xc4', others) + segment('\xda', begin) + scan + "\xff\xd9";
}

/// A segment right behind SOI.
inline QByteArray withJpegSegment(const QByteArray& jpeg, char marker, const QByteArray& data)
{
    QByteArray length(2, 0);
    qToBigEndian(static_cast<quint16>(data.size() + 2), length.data());
    return jpeg.left(2) + '\xff' + marker + length + data + jpeg.mid(2);
}

/// A simple WebP (VP8 or VP8L) as an extended one with extra chunks; `flags` are those of VP8X.
inline QByteArray extendedWebp(const QByteArray& webp, const QSize& size, quint8 flags, const QByteArray& before,
                               const QByteArray& after)
{
    const auto little24 = [](int value) { return little32(static_cast<quint32>(value)).left(3); };
    const QByteArray body = QByteArray("WEBPVP8X") + little32(10) + static_cast<char>(flags) + QByteArray(3, 0)
        + little24(size.width() - 1) + little24(size.height() - 1) + before + webp.mid(12) + after;
    return "RIFF" + little32(static_cast<quint32>(body.size())) + body;
}

inline QByteArray webpChunk(const QByteArray& type, const QByteArray& data)
{
    return type + little32(static_cast<quint32>(data.size())) + data
        + (data.size() % 2 ? QByteArray(1, 0) : QByteArray());
}

/// The pixels of a simple WebP, `frames` times, as an animation.
inline QByteArray animatedWebp(const QByteArray& webp, const QSize& size, int frames)
{
    const auto little24 = [](int value) { return little32(static_cast<quint32>(value)).left(3); };
    const QByteArray sides = little24(size.width() - 1) + little24(size.height() - 1);
    const QByteArray frame = webpChunk("ANMF", QByteArray(6, 0) + sides + little24(100) + '\0' + webp.mid(12));
    const QByteArray body = "WEBP" + webpChunk("VP8X", QByteArray("\2\0\0\0", 4) + sides)
        + webpChunk("ANIM", QByteArray(6, 0)) + frame.repeated(frames);
    return "RIFF" + little32(static_cast<quint32>(body.size())) + body;
}

/// A little-endian EXIF block with the orientation tag alone.
inline QByteArray exifBlock(quint16 orientation)
{
    return QByteArray("II*\0", 4) + little32(8) + little16(1) + little16(0x112) + little16(3) + little32(1)
        + little16(orientation) + little16(0) + little32(0);
}

/// `tiff` (little-endian, as Qt writes it) with another value in a tag that it has.
inline QByteArray withTiffTag(QByteArray tiff, quint16 id, quint32 value)
{
    const auto directory = qFromLittleEndian<quint32>(tiff.constData() + 4);
    const int entries = qFromLittleEndian<quint16>(tiff.constData() + directory);
    for (int i = 0; i < entries; ++i) {
        char* entry = tiff.data() + directory + 2 + 12 * i;
        if (qFromLittleEndian<quint16>(entry) == id)
            qToLittleEndian(value, entry + 8);
    }
    return tiff;
}

/// A row of pixels of three floats each.
inline QByteArray floatTiff(const QList<float>& values)
{
    const auto entry = [](quint16 tag, quint16 type, quint32 count, quint32 value) {
        const bool isShort = type == 3 && count == 1;
        return little16(tag) + little16(type) + little32(count)
            + (isShort ? little16(static_cast<quint16>(value)) + little16(0) : little32(value));
    };
    constexpr quint32 kEntries = 10, kBits = 8 + 2 + 12 * kEntries + 4, kFormats = kBits + 6, kPixels = kFormats + 6;
    const auto width = static_cast<quint32>(values.size() / 3), bytes = static_cast<quint32>(4 * values.size());
    QByteArray tiff = QByteArray("II*\0", 4) + little32(8) + little16(kEntries) + entry(256, 4, 1, width) + entry(257, 4, 1, 1)
        + entry(258, 3, 3, kBits) + entry(259, 3, 1, 1) + entry(262, 3, 1, 2) + entry(273, 4, 1, kPixels) + entry(277, 3, 1, 3)
        + entry(278, 4, 1, 1) + entry(279, 4, 1, bytes) + entry(339, 3, 3, kFormats) + little32(0);
    for (int i = 0; i < 3; ++i)
        tiff += little16(32);
    for (int i = 0; i < 3; ++i)
        tiff += little16(3);
    for (const float value : values) {
        QByteArray raw(4, 0);
        qToLittleEndian(value, raw.data());
        tiff += raw;
    }
    return tiff;
}

/// 1x1 pixels, black; `frames` times.
inline QByteArray tinyGif(int frames)
{
    const QByteArray frame("\x2c\0\0\0\0\1\0\1\0\0\2\2\x44\1\0", 15);
    return "GIF89a" + QByteArray("\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff", 13) + frame.repeated(frames) + ";";
}

inline QByteArray bmpHeader(qint32 width, qint32 height, quint16 depth, quint32 compression)
{
    return "BM" + little32(54) + little32(0) + little32(54) + little32(40) + little32(static_cast<quint32>(width))
        + little32(static_cast<quint32>(height)) + little16(1) + little16(depth) + little32(compression)
        + QByteArray(20, 0);
}

} // namespace tessera::tests
