// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/header.h"

#include "core/files/bounded_file.h"
#include "core/files/media_kinds.h"

#include <algorithm>

namespace tessera::app {

using core::FormatError;

std::string formatName(PictureFormat format)
{
    switch (format) {
    case PictureFormat::png: return "PNG";
    case PictureFormat::jpeg: return "JPEG";
    case PictureFormat::webp: return "WebP";
    case PictureFormat::tiff: return "TIFF";
    case PictureFormat::gif: return "GIF";
    case PictureFormat::bmp: return "BMP";
    case PictureFormat::exr: return "OpenEXR";
    }
    return {};
}

std::optional<PictureFormat> pictureFormatOf(std::span<const std::byte> head)
{
    using namespace std::string_view_literals;
    const ByteView view(head);
    if (view.startsWith("\x89PNG"sv))
        return PictureFormat::png;
    if (view.startsWith("\xff\xd8\xff"sv))
        return PictureFormat::jpeg;
    if (view.startsWith("RIFF"sv) && view.startsWith("WEBP"sv, 8))
        return PictureFormat::webp;
    if (view.startsWith("II*\0"sv) || view.startsWith("MM\0*"sv) || view.startsWith("II+\0"sv)
        || view.startsWith("MM\0+"sv))
        return PictureFormat::tiff;
    if (view.startsWith("\x76\x2f\x31\x01"sv))
        return PictureFormat::exr;
    if (view.startsWith("GIF87a"sv) || view.startsWith("GIF89a"sv))
        return PictureFormat::gif;
    // "BM" alone is how many a text begins: the size of the second header must be one that exists.
    if (view.startsWith("BM"sv) && view.has(14, 4)) {
        const std::uint32_t size = ByteView(head, Endian::little).u32(14);
        if (size == 12 || size == 40 || size == 52 || size == 56 || size == 64 || size == 108 || size == 124)
            return PictureFormat::bmp;
    }
    return std::nullopt;
}

void checkPictureKind(std::span<const std::byte> head)
{
    const std::string expected = "; expected " + std::string(kReadPictures) + "; ";
    if (head.empty())
        throw FormatError("the file is empty" + expected + "fetch it once more, or choose a picture");
    if (const auto media = core::mediaKind(head)) // before TIFF, of which some of them are
        throw FormatError("this is " + std::string(media->name) + expected + std::string(media->remedy));
    if (pictureFormatOf(head))
        return;
    const std::string found = core::looksLike(head);
    throw FormatError((found.empty() ? "this is no picture that is known here" : "this is " + found) + expected
                      + "choose a picture, or save it as PNG in the program that it comes from");
}

PictureHeader readPictureHeader(std::span<const std::byte> bytes)
{
    checkPictureKind(bytes.first(std::min<std::size_t>(bytes.size(), 4096)));
    switch (pictureFormatOf(bytes).value()) {
    case PictureFormat::png: return readPngHeader(bytes);
    case PictureFormat::jpeg: return readJpegHeader(bytes);
    case PictureFormat::webp: return readWebpHeader(bytes);
    case PictureFormat::tiff: return readTiffHeader(bytes);
    case PictureFormat::gif: return readGifHeader(bytes);
    case PictureFormat::bmp: return readBmpHeader(bytes);
    case PictureFormat::exr: break;
    }
    throw FormatError("OpenEXR is not read"); // which was said before
}

void checkPictureSize(std::int64_t width, std::int64_t height)
{
    const std::string size = std::to_string(width) + "x" + std::to_string(height);
    if (width < 1 || height < 1)
        throw FormatError("the picture says that it is " + size + " pixels large; expected 1 to "
                          + std::to_string(kMaxPictureSide) + " a side: the file is damaged");
    if (width > kMaxPictureSide || height > kMaxPictureSide)
        throw FormatError("the picture is " + size + " pixels large, the limit is " + std::to_string(kMaxPictureSide)
                          + " a side; scale it down first");
    if (width * height > kMaxPicturePixels)
        throw FormatError("the picture is " + size + " pixels large, the limit is 64 megapixels; scale it down first");
}

int exifOrientation(std::span<const std::byte> block)
{
    using namespace std::string_view_literals;
    if (ByteView(block).startsWith("Exif\0\0"sv))
        block = block.subspan(6);
    const ByteView start(block);
    if (!start.startsWith("II*\0"sv) && !start.startsWith("MM\0*"sv))
        return 1;
    const ByteView view(block, start.startsWith("II"sv) ? Endian::little : Endian::big);
    if (!view.has(4, 4))
        return 1;
    const std::uint64_t directory = view.u32(4);
    if (!view.has(directory, 2))
        return 1;
    const unsigned entries = view.u16(directory);
    for (unsigned i = 0; i < entries; ++i) {
        const std::uint64_t entry = directory + 2 + 12 * std::uint64_t{i};
        if (!view.has(entry, 12))
            return 1;
        if (view.u16(entry) != 0x112)
            continue;
        const bool isShort = view.u16(entry + 2) == 3, isLong = view.u16(entry + 2) == 4;
        const std::uint32_t value = isShort ? view.u16(entry + 8) : isLong ? view.u32(entry + 8) : 0;
        return view.u32(entry + 4) == 1 && value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
    }
    return 1;
}

} // namespace tessera::app
