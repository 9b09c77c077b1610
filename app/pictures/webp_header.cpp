// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/header.h"

namespace tessera::app {
namespace {

using core::FormatError;
using namespace std::string_view_literals;

std::uint32_t u24(const ByteView& view, std::uint64_t offset)
{
    return view.u16(offset) | std::uint32_t{view.u8(offset + 2)} << 16;
}

/// The size in the first bytes of a bitstream of either kind.
void readBitstreamSize(const ByteView& view, std::uint64_t data, bool lossless, std::int64_t& width,
                       std::int64_t& height)
{
    if (lossless) {
        const std::uint32_t packed = view.u32(data + 1);
        if (view.u8(data) != 0x2F)
            throw FormatError("the WebP's pixels begin with byte " + std::to_string(view.u8(data))
                              + "; expected 47: the file is damaged");
        width = (packed & 0x3FFF) + 1;
        height = (packed >> 14 & 0x3FFF) + 1;
    } else {
        if (!view.startsWith("\x9d\x01\x2a"sv, data + 3))
            throw FormatError("the WebP's pixels do not begin with the bytes 9D 01 2A of a key frame: the file is damaged");
        width = view.u16(data + 6) & 0x3FFF;
        height = view.u16(data + 8) & 0x3FFF;
    }
    checkPictureSize(width, height);
}

} // namespace

PictureHeader readWebpHeader(std::span<const std::byte> bytes)
{
    const ByteView file(bytes, Endian::little);
    const std::uint64_t said = std::uint64_t{file.u32(4)} + 8;
    if (said > file.size())
        throw FormatError("the WebP says " + std::to_string(said) + " bytes, but has " + std::to_string(file.size())
                          + ": it is cut");
    const ByteView view(bytes.first(static_cast<std::size_t>(said)), Endian::little);
    PictureHeader header{.format = PictureFormat::webp};
    bool pixels = false;
    for (std::uint64_t offset = 12; view.has(offset, 8);) {
        const std::string_view type = view.view(offset, 4);
        const std::uint64_t length = view.u32(offset + 4), data = offset + 8;
        if (!view.has(data, length))
            throw FormatError("a chunk of the WebP says " + std::to_string(length) + " bytes, but "
                              + std::to_string(view.size() - data) + " are left: the file is cut or damaged");
        if (type == "VP8X"sv) {
            header.several = (view.u8(data) & 2) != 0;
            header.width = std::int64_t{u24(view, data + 4)} + 1;
            header.height = std::int64_t{u24(view, data + 7)} + 1;
            checkPictureSize(header.width, header.height);
        } else if (type == "VP8 "sv || type == "VP8L"sv) {
            std::int64_t width = 0, height = 0;
            readBitstreamSize(view, data, type == "VP8L"sv, width, height);
            if (header.width == 0) {
                header.width = width;
                header.height = height;
            }
            pixels = true;
        } else if (type == "ANMF"sv)
            pixels = true;
        else if (type == "EXIF"sv)
            header.orientation = exifOrientation(view.part(data, length));
        else if (type == "ICCP"sv) {
            const auto profile = view.part(data, length);
            header.profile.assign(profile.begin(), profile.end());
        }
        offset = data + length + length % 2;
    }
    if (!pixels)
        throw FormatError("the WebP of " + std::to_string(view.size())
                          + " bytes holds no pixels; expected a chunk VP8, VP8L or ANMF: the file is cut or damaged");
    return header;
}

} // namespace tessera::app
