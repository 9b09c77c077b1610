// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/picture_files.h"

#include "app/pictures/exr_writer.h"
#include "core/atomic_file.h"
#include "core/error.h"
#include "core/model/preprocess.h"

#include <QBuffer>
#include <QColorSpace>
#include <QImageWriter>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace tessera::app {
namespace {

using core::FormatError;
using core::Picture;

constexpr int kUsualJpegQuality = 95;

quint16 roundedWord(float value)
{
    return static_cast<quint16>(std::nearbyint(value > 0.0F ? std::min(value, 1.0F) * 65535.0 : 0.0));
}

QImage toDeepImage(const Picture& picture)
{
    const bool grayOnly = picture.channels == 1, gray = picture.channels < 3;
    QImage image(picture.width, picture.height,
                 grayOnly                 ? QImage::Format_Grayscale16
                     : picture.hasAlpha() ? QImage::Format_RGBA64
                                          : QImage::Format_RGBX64);
    if (image.isNull())
        throw std::bad_alloc();
    for (int y = 0; y < picture.height; ++y) {
        const float* in = picture.pixel(0, y);
        auto* out = reinterpret_cast<quint16*>(image.scanLine(y));
        for (int x = 0; x < picture.width; ++x, in += picture.channels) {
            if (grayOnly) {
                *out++ = roundedWord(in[0]);
                continue;
            }
            for (int c = 0; c < 3; ++c)
                *out++ = roundedWord(in[gray ? 0 : c]);
            *out++ = picture.hasAlpha() ? roundedWord(in[picture.channels - 1]) : quint16{65535};
        }
    }
    image.setColorSpace(QColorSpace::SRgb);
    return image;
}

Picture onWhite(const Picture& picture)
{
    const auto stride = static_cast<std::size_t>(picture.channels), colours = stride - 1;
    Picture result(picture.width, picture.height, static_cast<int>(colours));
    for (std::size_t i = 0; i < result.values.size() / colours; ++i) {
        const float* in = picture.values.data() + i * stride;
        for (std::size_t c = 0; c < colours; ++c)
            result.values[i * colours + c] = in[c] * in[colours] + (1.0F - in[colours]);
    }
    return result;
}

/// PNG's own mark for sRGB: 13 bytes that also suit gray pictures, to which a colour profile does not.
void tagPngAsSrgb(QByteArray& png)
{
    static constexpr char kChunk[] = "\0\0\0\1sRGB\0\xae\xce\x1c\xe9";
    png.insert(33, kChunk, 13);
}

std::vector<std::byte> withQt(const QImage& image, PictureFormat format, int quality, int compression = -1)
{
    const QByteArray name = QByteArray::fromStdString(formatName(format)).toLower();
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, name);
    if (compression >= 0)
        writer.setCompression(compression);
    if (quality >= 0)
        writer.setQuality(std::min(quality, 100));
    if (!writer.write(image)) {
        if (!QImageWriter::supportedImageFormats().contains(name))
            throw FormatError(
                formatName(format)
                + " needs Qt's plugin for it, which is not installed (Debian: qt6-image-formats-plugins)");
        throw FormatError("the " + formatName(format) + " cannot be encoded: " + writer.errorString().toStdString());
    }
    QByteArray data = buffer.data();
    if (format == PictureFormat::png)
        tagPngAsSrgb(data);
    const auto* begin = reinterpret_cast<const std::byte*>(data.constData());
    return {begin, begin + data.size()};
}

QImage ofDepth(const Picture& picture, int bits) { return bits == 16 ? toDeepImage(picture) : toImage(picture); }

std::vector<std::byte> encodePng(const Picture& picture, const PictureWriteOptions& options)
{
    QImage image = ofDepth(picture, options.bits);
    image.setColorSpace({}); // tagged in PNG's own way
    return withQt(image, PictureFormat::png, -1);
}

std::vector<std::byte> encodeTiff(const Picture& picture, const PictureWriteOptions& options)
{
    QImage image = ofDepth(picture, options.bits);
    if (image.format() == QImage::Format_ARGB32)
        image = image.convertToFormat(QImage::Format_RGBA8888); // the one that is written without multiplying by alpha
    constexpr int kLzw = 1;
    return withQt(image, PictureFormat::tiff, -1, kLzw);
}

std::vector<std::byte> encodeJpeg(const Picture& picture, const PictureWriteOptions& options)
{
    const QImage image = toImage(picture.hasAlpha() ? onWhite(picture) : picture);
    return withQt(image, PictureFormat::jpeg, options.quality < 0 ? kUsualJpegQuality : options.quality);
}

std::vector<std::byte> encodeWebp(const Picture& picture, const PictureWriteOptions& options)
{
    constexpr int kLossless = 100;
    return withQt(toImage(picture), PictureFormat::webp, options.quality < 0 ? kLossless : options.quality);
}

/// One row for each format that pictures are written in.
struct Writer {
    PictureFormat format;
    const char* suffixes;
    bool deep; ///< 16 bits too
    int mostSide; ///< in pixels; 0: any
    std::vector<std::byte> (*encode)(const Picture& picture, const PictureWriteOptions& options);
};

const Writer kWriters[] = {
    {PictureFormat::png, "png", true, 0, encodePng},
    {PictureFormat::tiff, "tif tiff", true, 0, encodeTiff},
    {PictureFormat::exr, "exr", true, 0,
     [](const Picture& picture, const PictureWriteOptions&) { return encodeExr(picture); }},
    {PictureFormat::jpeg, "jpg jpeg", false, 65500, encodeJpeg},
    {PictureFormat::webp, "webp", false, 16383, encodeWebp},
};

QStringList suffixesOf(const Writer& writer) { return QString::fromLatin1(writer.suffixes).split(QLatin1Char(' ')); }

void checkLimits(const Picture& picture, const Writer& writer, const PictureWriteOptions& options)
{
    if (options.bits != 8 && options.bits != 16)
        throw FormatError("pictures are written with 8 or 16 bits, not " + std::to_string(options.bits));
    if (options.bits == 16 && !writer.deep)
        throw FormatError(formatName(writer.format) + " has only 8 bits a channel; choose PNG or TIFF for 16");
    const int side = std::max(picture.width, picture.height);
    if (writer.mostSide && side > writer.mostSide)
        throw FormatError(formatName(writer.format) + " holds at most " + std::to_string(writer.mostSide)
                          + " pixels a side, the picture has " + std::to_string(side) + "; choose PNG or TIFF");
}

} // namespace

QStringList writablePictureSuffixes()
{
    QStringList suffixes;
    for (const Writer& writer : kWriters)
        suffixes += suffixesOf(writer);
    return suffixes;
}

PictureFormat writtenFormat(const std::filesystem::path& path)
{
    const QString suffix = QString::fromStdString(path.extension().string()).toLower();
    for (const Writer& writer : kWriters)
        if (!suffix.isEmpty() && suffixesOf(writer).contains(suffix.mid(1)))
            return writer.format;
    const std::string found =
        suffix.size() < 2 ? "the name has no extension" : "unknown extension " + suffix.toStdString();
    throw FormatError(path.string() + ": " + found + "; pictures are written as ."
                      + writablePictureSuffixes().join(", .").toStdString());
}

std::vector<std::byte> encodePicture(const Picture& picture, PictureFormat format, const PictureWriteOptions& options)
{
    const auto* writer = std::ranges::find(kWriters, format, &Writer::format);
    if (writer == std::end(kWriters))
        throw FormatError(formatName(format) + " is not written");
    checkLimits(picture, *writer, options);
    return writer->encode(picture, options);
}

void writePicture(const std::filesystem::path& path, const Picture& picture, const PictureWriteOptions& options)
{
    const PictureFormat format = writtenFormat(path);
    const std::vector<std::byte> bytes =
        core::withContext(path.string(), [&] { return encodePicture(picture, format, options); });
    core::writeFileAtomically(path, bytes);
}

} // namespace tessera::app
