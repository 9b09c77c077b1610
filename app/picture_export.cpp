// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/picture_files.h"

#include "core/atomic_file.h"
#include "core/error.h"
#include "core/model/preprocess.h"

#include <QBuffer>
#include <QColorSpace>
#include <QImageWriter>

#include <algorithm>
#include <cmath>

namespace tessera::app {
namespace {

using core::FormatError;
using core::Picture;

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

void checkLimits(const Picture& picture, PictureFormat format, const PictureWriteOptions& options)
{
    const bool deep = format == PictureFormat::png || format == PictureFormat::tiff;
    if (options.bits != 8 && options.bits != 16)
        throw FormatError("pictures are written with 8 or 16 bits, not " + std::to_string(options.bits));
    if (options.bits == 16 && !deep)
        throw FormatError(formatName(format) + " has only 8 bits a channel; choose PNG or TIFF for 16");
    const int side = std::max(picture.width, picture.height);
    const int limit = format == PictureFormat::webp ? 16383 : format == PictureFormat::jpeg ? 65500 : 0;
    if (limit && side > limit)
        throw FormatError(formatName(format) + " holds at most " + std::to_string(limit)
                          + " pixels a side, the picture has " + std::to_string(side) + "; choose PNG or TIFF");
}

} // namespace

QStringList writablePictureSuffixes() { return {"png", "tif", "tiff", "jpg", "jpeg", "webp"}; }

PictureFormat writtenFormat(const std::filesystem::path& path)
{
    const QString suffix = QString::fromStdString(path.extension().string()).toLower();
    if (suffix == ".png")
        return PictureFormat::png;
    if (suffix == ".tif" || suffix == ".tiff")
        return PictureFormat::tiff;
    if (suffix == ".jpg" || suffix == ".jpeg")
        return PictureFormat::jpeg;
    if (suffix == ".webp")
        return PictureFormat::webp;
    const std::string found =
        suffix.size() < 2 ? "the name has no extension" : "unknown extension " + suffix.toStdString();
    throw FormatError(path.string() + ": " + found + "; pictures are written as ."
                      + writablePictureSuffixes().join(", .").toStdString());
}

std::vector<std::byte> encodePicture(const Picture& picture, PictureFormat format, const PictureWriteOptions& options)
{
    checkLimits(picture, format, options);
    const bool flatten = format == PictureFormat::jpeg && picture.hasAlpha();
    QImage image = options.bits == 16 ? toDeepImage(picture) : toImage(flatten ? onWhite(picture) : picture);
    const char* name = format == PictureFormat::png ? "png"
        : format == PictureFormat::tiff             ? "tiff"
        : format == PictureFormat::jpeg             ? "jpeg"
                                                    : "webp";
    if (format == PictureFormat::png)
        image.setColorSpace({});
    if (format == PictureFormat::tiff && image.format() == QImage::Format_ARGB32)
        image = image.convertToFormat(QImage::Format_RGBA8888); // the one that is written without multiplying by alpha
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, name);
    if (format == PictureFormat::tiff)
        writer.setCompression(1); // LZW
    if (format == PictureFormat::jpeg)
        writer.setQuality(options.quality < 0 ? 95 : std::min(options.quality, 100));
    if (format == PictureFormat::webp)
        writer.setQuality(options.quality < 0 ? 100 : std::min(options.quality, 100)); // 100 is lossless
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

void writePicture(const std::filesystem::path& path, const Picture& picture, const PictureWriteOptions& options)
{
    const PictureFormat format = writtenFormat(path);
    const std::vector<std::byte> bytes =
        core::withContext(path.string(), [&] { return encodePicture(picture, format, options); });
    core::writeFileAtomically(path, bytes);
}

} // namespace tessera::app
