// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/pixels.h"

#include "app/pictures/decoder_process.h"
#include "core/error.h"

#include <QTransform>

namespace tessera::app {
namespace {

using core::FormatError;

QImage upright(const QImage& image, int orientation)
{
    switch (orientation) {
    case 2: return image.mirrored(true, false);
    case 3: return image.mirrored(true, true);
    case 4: return image.mirrored(false, true);
    case 5: return image.mirrored(true, false).transformed(QTransform().rotate(270));
    case 6: return image.transformed(QTransform().rotate(90));
    case 7: return image.mirrored(true, false).transformed(QTransform().rotate(90));
    case 8: return image.transformed(QTransform().rotate(270));
    default: return image;
    }
}

/// "the PNG of 64x48 pixels"
std::string described(const PictureHeader& header)
{
    return "the " + formatName(header.format) + " of " + std::to_string(header.width) + "x"
        + std::to_string(header.height) + " pixels";
}

FormatError undecodable(const PictureHeader& header)
{
    const std::string usual = header.format == PictureFormat::tiff ? " (8 or 16 bits a channel, or floats of 32)" : "";
    return FormatError(described(header) + (header.kind.empty() ? "" : ", " + header.kind + ",")
                       + " cannot be decoded; expected one of a usual kind" + usual
                       + " that is whole: it is cut, damaged or of a kind that is not supported");
}

} // namespace

QImage decodePixels(std::span<const std::byte> bytes, PictureHeader& header)
{
    std::vector<std::byte> reduced;
    if (header.format == PictureFormat::png) {
        reduced = pixelChunksOfPng(bytes);
        bytes = reduced;
    }
    DecodedPixels pixels = core::withContext(described(header), [&] { return decodeApart(bytes, header.format); });
    if (pixels.hasNoDecoder)
        throw FormatError(
            formatName(header.format)
            + " needs Qt's plugin for it, which is not installed; install it (Debian: qt6-image-formats-plugins), or save the "
              "picture as PNG");
    if (pixels.image.isNull())
        throw undecodable(header);
    checkPictureSize(pixels.image.width(), pixels.image.height());
    if (header.damage.empty() && header.format == PictureFormat::jpeg && pixels.hasComplaints)
        header.damage = "the decoder found errors, so parts of the picture may be wrong";
    if (pixels.image.depth() == 1)
        pixels.image = pixels.image.convertToFormat(QImage::Format_Indexed8);
    if (header.format != PictureFormat::tiff)
        pixels.image = upright(pixels.image, header.orientation);
    return pixels.image;
}

} // namespace tessera::app
