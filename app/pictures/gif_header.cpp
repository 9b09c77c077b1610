// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/header.h"

namespace tessera::app {
namespace {

/// Behind a colour table whose size `flags` tells.
std::uint64_t behindTable(std::uint64_t offset, unsigned flags)
{
    return flags & 0x80 ? offset + 3 * (std::uint64_t{2} << (flags & 7)) : offset;
}

/// Behind a chain of blocks of at most 255 bytes and its terminator; false where the file ends before.
bool skipBlocks(const ByteView& view, std::uint64_t& offset)
{
    while (view.has(offset, 1)) {
        const unsigned length = view.u8(offset);
        offset += 1 + length;
        if (length == 0)
            return true;
    }
    return false;
}

} // namespace

PictureHeader readGifHeader(std::span<const std::byte> bytes)
{
    const ByteView view(bytes, Endian::little);
    PictureHeader header{.format = PictureFormat::gif};
    header.width = view.u16(6);
    header.height = view.u16(8);
    checkPictureSize(header.width, header.height);
    int frames = 0;
    bool whole = false;
    for (std::uint64_t offset = behindTable(13, view.u8(10)); view.has(offset, 1);) {
        const unsigned block = view.u8(offset);
        if (block == 0x21) {
            offset += 2;
            if (!skipBlocks(view, offset))
                break;
        } else if (block == 0x2C) {
            if (frames == 1) {
                header.several = true;
                break;
            }
            ++frames;
            checkPictureSize(std::int64_t{view.u16(offset + 1)} + view.u16(offset + 5),
                             std::int64_t{view.u16(offset + 3)} + view.u16(offset + 7));
            offset = behindTable(offset + 10, view.u8(offset + 9)) + 1;
            whole = skipBlocks(view, offset);
            if (!whole)
                break;
        } else
            break;
    }
    if (frames == 0)
        throw core::FormatError("the GIF of " + std::to_string(view.size())
                                + " bytes holds no picture; expected one at least: the file is cut or damaged");
    if (!whole)
        header.damage = "the file ends early, so a part of the picture is missing";
    return header;
}

} // namespace tessera::app
