// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/picture_files.h"

#include <bit>
#include <cmath>

namespace tessera::app {
namespace {

using core::Picture;

/// As core::toByte, but without a call for every value: adding 1.5 * 2^23 leaves the whole number, halves to even, in
/// the lowest bits.
quint8 roundedByte(float value)
{
    const float scaled = (value > 0.0F ? std::min(value, 1.0F) : 0.0F) * 255.0F;
    return static_cast<quint8>(std::bit_cast<quint32>(scaled + 12582912.0F));
}

/// Rows of equal whole numbers, `from` of them a pixel, as floats; the first `to` are kept.
template <class Value>
Picture fromRows(const QImage& image, int from, int to)
{
    Picture picture(image.width(), image.height(), to);
    constexpr float kScale = sizeof(Value) == 2 ? 65535.0F : 255.0F;
    for (int y = 0; y < image.height(); ++y) {
        const auto* row = reinterpret_cast<const Value*>(image.constScanLine(y));
        float* out = picture.pixel(0, y);
        for (int x = 0; x < image.width(); ++x)
            for (int c = 0; c < to; ++c)
                out[x * to + c] = static_cast<float>(row[x * from + c]) / kScale;
    }
    return picture;
}

Picture fromFloats(const QImage& image, int to)
{
    Picture picture(image.width(), image.height(), to);
    for (int y = 0; y < image.height(); ++y) {
        const auto* row = reinterpret_cast<const float*>(image.constScanLine(y));
        float* out = picture.pixel(0, y);
        for (int x = 0; x < image.width(); ++x)
            for (int c = 0; c < to; ++c)
                out[x * to + c] = row[x * 4 + c] > 0.0F ? std::min(row[x * 4 + c], 1.0F) : 0.0F;
    }
    return picture;
}

/// RGB32 and ARGB32: one number a pixel.
Picture fromRgb(const QImage& image)
{
    const int channels = image.hasAlphaChannel() ? 4 : 3;
    Picture picture(image.width(), image.height(), channels);
    for (int y = 0; y < image.height(); ++y) {
        const auto* row = reinterpret_cast<const QRgb*>(image.constScanLine(y));
        float* out = picture.pixel(0, y);
        for (int x = 0; x < image.width(); ++x, out += channels) {
            out[0] = static_cast<float>(qRed(row[x])) / 255.0F;
            out[1] = static_cast<float>(qGreen(row[x])) / 255.0F;
            out[2] = static_cast<float>(qBlue(row[x])) / 255.0F;
            if (channels == 4)
                out[3] = static_cast<float>(qAlpha(row[x])) / 255.0F;
        }
    }
    return picture;
}

/// Palette pictures: gray where every used or unused entry is.
Picture fromPalette(const QImage& image)
{
    QList<QRgb> table = image.colorTable();
    table.resize(256, qRgb(0, 0, 0)); // a damaged file may name colours that it does not have
    const bool alpha = std::any_of(table.begin(), table.end(), [](QRgb c) { return qAlpha(c) != 255; });
    const bool gray =
        std::all_of(table.begin(), table.end(), [](QRgb c) { return qRed(c) == qGreen(c) && qGreen(c) == qBlue(c); });
    const int colours = gray ? 1 : 3, channels = colours + alpha;
    std::vector<float> values(256 * 4);
    for (int i = 0; i < 256; ++i) {
        const QRgb c = table[i];
        const int parts[4] = {qRed(c), gray ? qAlpha(c) : qGreen(c), qBlue(c), qAlpha(c)};
        for (int p = 0; p < channels; ++p)
            values[static_cast<std::size_t>(4 * i + p)] = static_cast<float>(parts[p]) / 255.0F;
    }
    Picture picture(image.width(), image.height(), channels);
    for (int y = 0; y < image.height(); ++y) {
        const uchar* row = image.constScanLine(y);
        float* out = picture.pixel(0, y);
        for (int x = 0; x < image.width(); ++x)
            for (int c = 0; c < channels; ++c)
                *out++ = values[static_cast<std::size_t>(4 * row[x] + c)];
    }
    return picture;
}

} // namespace

Picture fromImage(const QImage& image)
{
    const bool alpha = image.hasAlphaChannel();
    switch (image.format()) {
    case QImage::Format_Invalid: return {};
    case QImage::Format_Mono:
    case QImage::Format_MonoLSB: return fromPalette(image.convertToFormat(QImage::Format_Indexed8));
    case QImage::Format_Indexed8: return fromPalette(image);
    case QImage::Format_Grayscale8: return fromRows<quint8>(image, 1, 1);
    case QImage::Format_Grayscale16: return fromRows<quint16>(image, 1, 1);
    case QImage::Format_RGB32:
    case QImage::Format_ARGB32: return fromRgb(image);
    case QImage::Format_RGB888: return fromRows<quint8>(image, 3, 3);
    case QImage::Format_RGBX8888:
    case QImage::Format_RGBA8888: return fromRows<quint8>(image, 4, alpha ? 4 : 3);
    case QImage::Format_RGBX16FPx4:
    case QImage::Format_RGBA16FPx4:
    case QImage::Format_RGBA16FPx4_Premultiplied:
    case QImage::Format_RGBX32FPx4:
    case QImage::Format_RGBA32FPx4:
    case QImage::Format_RGBA32FPx4_Premultiplied:
        return fromFloats(image.convertToFormat(QImage::Format_RGBA32FPx4), alpha ? 4 : 3);
    default: // 16 bits a channel also keep what 8 premultiplied ones, 10 and 5 mean
        return fromRows<quint16>(image.convertToFormat(QImage::Format_RGBA64), 4, alpha ? 4 : 3);
    }
}

QImage toImage(const Picture& picture)
{
    if (picture.isEmpty())
        return {};
    const bool gray = picture.channels < 3;
    const QImage::Format format = picture.hasAlpha() ? QImage::Format_ARGB32
        : gray                                       ? QImage::Format_Grayscale8
                                                     : QImage::Format_RGB32;
    QImage image(picture.width, picture.height, format);
    if (image.isNull())
        throw std::bad_alloc();
    for (int y = 0; y < picture.height; ++y) {
        const float* in = picture.pixel(0, y);
        uchar* line = image.scanLine(y);
        if (format == QImage::Format_Grayscale8) {
            for (int x = 0; x < picture.width; ++x)
                line[x] = roundedByte(in[x]);
            continue;
        }
        auto* row = reinterpret_cast<QRgb*>(line);
        for (int x = 0; x < picture.width; ++x, in += picture.channels)
            row[x] = qRgba(roundedByte(in[0]), roundedByte(in[gray ? 0 : 1]), roundedByte(in[gray ? 0 : 2]),
                           picture.hasAlpha() ? roundedByte(in[picture.channels - 1]) : 255);
    }
    image.setColorSpace(QColorSpace::SRgb);
    return image;
}

Picture withAlphaOf(Picture picture, const Picture& original)
{
    if (!original.hasAlpha() || picture.hasAlpha() || picture.width != original.width
        || picture.height != original.height)
        return picture;
    Picture result(picture.width, picture.height, picture.channels + 1);
    const auto colours = static_cast<std::size_t>(picture.channels),
               stride = static_cast<std::size_t>(original.channels);
    const std::size_t pixels = picture.values.size() / colours;
    for (std::size_t i = 0; i < pixels; ++i) {
        std::copy_n(picture.values.data() + i * colours, colours, result.values.data() + i * (colours + 1));
        result.values[i * (colours + 1) + colours] = original.values[i * stride + stride - 1];
    }
    return result;
}

} // namespace tessera::app
