// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/header.h"

#include <algorithm>
#include <map>

namespace tessera::app {
namespace {

using core::FormatError;
using namespace std::string_view_literals;

/// A progressive file may repeat scans over all its pixels; a decoder pays for each of them.
constexpr std::int64_t kMaxScannedPixels = std::int64_t{2} << 30;

/// A block of 8x8 pixels takes a bit at least, or, where no channel has all rows and all columns, half of its kind do.
constexpr std::int64_t kMostPixelsByte = 1024;

bool isFrame(unsigned marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

bool standsAlone(unsigned marker) { return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8); }

/// The offset of the next marker's code (behind its 0xFF bytes) from `offset` on; the size where there is none.
std::uint64_t nextMarker(const ByteView& view, std::uint64_t offset)
{
    for (;;) {
        const std::string_view rest = view.view(offset, view.size() - offset);
        const std::size_t at = rest.find('\xff');
        if (at == std::string_view::npos)
            return view.size();
        offset += at + 1;
        while (offset < view.size() && view.u8(offset) == 0xFF)
            ++offset;
        if (offset >= view.size())
            return view.size();
        const unsigned code = view.u8(offset);
        if (code != 0 && !(code >= 0xD0 && code <= 0xD7))
            return offset;
        ++offset;
    }
}

void readFrame(const ByteView& view, unsigned marker, std::uint64_t data, PictureHeader& header)
{
    constexpr unsigned kLossless = 0xC3;
    if (marker == kLossless)
        throw FormatError("the JPEG is a lossless one (frame C3), as scanners in medicine and camera raw files have them; expected "
                          "a usual JPEG; save it as PNG or TIFF");
    header.bits = view.u8(data);
    header.height = view.u16(data + 1);
    header.width = view.u16(data + 3);
    const unsigned components = view.u8(data + 5);
    checkPictureSize(header.width, header.height);
    if (header.bits != 8)
        throw FormatError("the JPEG has " + std::to_string(header.bits)
                          + " bits a channel, only 8 are read; save it as PNG or TIFF");
    if (components != 1 && components != 3 && components != 4)
        throw FormatError("the JPEG has " + std::to_string(components) + " channels; expected 1, 3 or 4");
    header.gray = components == 1;
    header.cmyk = components == 4;
}

/// The numbered pieces of an ICC profile, put together; anything missing makes it broken.
class ProfilePieces {
public:
    void add(const ByteView& view, std::uint64_t data, std::uint64_t length)
    {
        const unsigned number = view.u8(data + 12);
        m_count = std::max(m_count, unsigned{view.u8(data + 13)});
        m_pieces.emplace(number, view.part(data + 14, length - 14));
    }

    void finish(PictureHeader& header) const
    {
        if (m_pieces.empty())
            return;
        header.profileBroken =
            m_pieces.size() != m_count || m_pieces.begin()->first != 1 || m_pieces.rbegin()->first != m_count;
        if (!header.profileBroken)
            for (const auto& [number, piece] : m_pieces)
                header.profile.insert(header.profile.end(), piece.begin(), piece.end());
    }

private:
    unsigned m_count = 0;
    std::map<unsigned, std::span<const std::byte>> m_pieces;
};

} // namespace

PictureHeader readJpegHeader(std::span<const std::byte> bytes)
{
    const ByteView view(bytes);
    PictureHeader header{.format = PictureFormat::jpeg};
    ProfilePieces profile;
    bool whole = false, oriented = false;
    std::int64_t scans = 0;
    std::uint64_t offset = nextMarker(view, 2);
    while (offset < view.size()) {
        const unsigned marker = view.u8(offset++);
        if (marker == 0xD9) {
            whole = true;
            break;
        }
        if (standsAlone(marker)) {
            offset = nextMarker(view, offset);
            continue;
        }
        if (!view.has(offset, 2) || view.u16(offset) < 2 || !view.has(offset, view.u16(offset))) {
            if (scans == 0)
                throw FormatError("the JPEG ends after " + std::to_string(view.size())
                                  + " bytes in the middle of its header: it is cut or damaged");
            break;
        }
        const std::uint64_t data = offset + 2, length = view.u16(offset) - 2U;
        if (isFrame(marker) && header.width == 0)
            readFrame(view, marker, data, header);
        else if (marker == 0xE1 && !oriented && view.startsWith("Exif\0\0"sv, data) && length >= 6) {
            header.orientation = exifOrientation(view.part(data, length));
            oriented = true;
        } else if (marker == 0xE2 && length > 14 && view.startsWith("ICC_PROFILE\0"sv, data))
            profile.add(view, data, length);
        else if (marker == 0xDA) {
            ++scans;
            if (scans * header.width * header.height > kMaxScannedPixels)
                throw FormatError("the JPEG repeats its " + std::to_string(header.width) + "x"
                                  + std::to_string(header.height) + " pixels in more than " + std::to_string(scans - 1)
                                  + " scans; expected at most as many as 2^31 pixels: no camera or program does that");
        }
        offset = nextMarker(view, data + length);
    }
    if (header.width == 0 || scans == 0)
        throw FormatError("the JPEG ends after " + std::to_string(view.size())
                          + " bytes, before its pixels begin: it is cut or damaged");
    if (header.width * header.height > static_cast<std::int64_t>(view.size()) * kMostPixelsByte)
        throw FormatError("the JPEG has " + std::to_string(view.size()) + " bytes for " + std::to_string(header.width) + "x"
                          + std::to_string(header.height) + " pixels, which cannot be all of them: it is cut or damaged");
    if (!whole)
        header.damage = "the file ends early, so a part of the picture is missing";
    profile.finish(header);
    return header;
}

} // namespace tessera::app
