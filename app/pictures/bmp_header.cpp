// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/header.h"

#include <cstdlib>

namespace tessera::app {
namespace {

/// Of runs; a row of 255 pixels takes two bytes. Beyond twice that, most of the picture is not there.
constexpr std::int64_t kMostPixelsByte = 256;

} // namespace

PictureHeader readBmpHeader(std::span<const std::byte> bytes)
{
    const ByteView view(bytes, Endian::little);
    PictureHeader header{.format = PictureFormat::bmp};
    const std::uint64_t said = view.u32(2), pixels = view.u32(10);
    const bool old = view.u32(14) == 12;
    header.width = old ? view.u16(18) : static_cast<std::int32_t>(view.u32(18));
    // A negative height means rows from the top; in 64 bits even the most negative one has a size.
    header.height = old ? std::int64_t{view.u16(20)} : std::llabs(static_cast<std::int32_t>(view.u32(22)));
    checkPictureSize(header.width, header.height);
    const unsigned depth = view.u16(old ? 24 : 28);
    const std::uint32_t compression = old ? 0 : view.u32(30);
    if (depth != 1 && depth != 4 && depth != 8 && depth != 16 && depth != 24 && depth != 32)
        throw core::FormatError("the BMP has " + std::to_string(depth)
                                + " bits a pixel; expected 1, 4, 8, 16, 24 or 32");
    if (constexpr unsigned kMasks = 3; compression > kMasks)
        throw core::FormatError("the BMP is packed in way " + std::to_string(compression)
                                + "; expected 0 to 3 (plain, runs or masks)");
    if (!view.has(pixels, 1))
        throw core::FormatError("the BMP's pixels begin at byte " + std::to_string(pixels) + ", but the file has "
                                + std::to_string(view.size()) + ": it is cut or damaged");
    const bool runs = compression == 1 || compression == 2;
    if (runs && header.width * header.height > static_cast<std::int64_t>(view.size()) * kMostPixelsByte)
        throw core::FormatError("the BMP has " + std::to_string(view.size()) + " bytes for "
                                + std::to_string(header.width) + "x" + std::to_string(header.height)
                                + " pixels, which cannot be all of them: it is cut or damaged");
    const std::uint64_t row = (static_cast<std::uint64_t>(header.width) * depth + 31) / 32 * 4;
    const std::uint64_t needed = runs ? said : pixels + row * static_cast<std::uint64_t>(header.height);
    if (needed > view.size())
        header.damage = "the file ends early, so a part of the picture is missing";
    return header;
}

} // namespace tessera::app
