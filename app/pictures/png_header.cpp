// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/header.h"

#include "app/pictures/png_pixels.h"

#include <zlib.h>

#include <algorithm>
#include <cmath>

namespace tessera::app {
namespace {

using core::FormatError;
using namespace std::string_view_literals;

constexpr std::size_t kMaxProfileBytes = std::size_t{8} << 20;

struct Chunk {
    std::string_view type;
    std::uint64_t offset = 0; ///< of its length field
    std::uint32_t length = 0;

    std::uint64_t data() const { return offset + 8; }
    std::uint64_t end() const { return offset + 12 + length; }
};

/// The chunk at `offset`, judged against the file's size.
Chunk chunkAt(const ByteView& view, std::uint64_t offset)
{
    if (!view.has(offset, 12))
        throw FormatError("the PNG ends after " + std::to_string(view.size())
                          + " bytes without its end mark: it is cut");
    const Chunk chunk{view.view(offset + 4, 4), offset, view.u32(offset)};
    const bool named = std::all_of(chunk.type.begin(), chunk.type.end(),
                                   [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
    if (!named)
        throw FormatError("at byte " + std::to_string(offset) + " of the PNG no chunk begins: the file is damaged");
    if (!view.has(chunk.data(), std::uint64_t{chunk.length} + 4))
        throw FormatError("the PNG's " + std::string(chunk.type) + " chunk at byte " + std::to_string(offset) + " says "
                          + std::to_string(chunk.length) + " bytes, but " + std::to_string(view.size() - offset - 8)
                          + " are left: the file is cut or damaged");
    return chunk;
}

bool isCritical(const Chunk& chunk) { return chunk.type.front() >= 'A' && chunk.type.front() <= 'Z'; }

void checkCrc(const ByteView& view, const Chunk& chunk)
{
    const auto covered = view.part(chunk.offset + 4, std::uint64_t{chunk.length} + 4);
    const auto crc = ::crc32_z(0, reinterpret_cast<const Bytef*>(covered.data()), covered.size());
    if (crc != view.u32(chunk.data() + chunk.length))
        throw FormatError("the PNG's " + std::string(chunk.type) + " chunk at byte " + std::to_string(chunk.offset)
                          + " has the checksum " + std::to_string(crc) + "; expected "
                          + std::to_string(view.u32(chunk.data() + chunk.length)) + ", as is written there: the file is damaged");
}

/// The deflated profile behind its name; empty when it is broken or unreasonably large.
std::vector<std::byte> inflatedProfile(std::span<const std::byte> data)
{
    const auto name = std::find(data.begin(), data.end(), std::byte{0});
    if (data.end() - name < 2)
        return {};
    const auto packed = data.subspan(static_cast<std::size_t>(name - data.begin()) + 2);
    std::vector<std::byte> profile;
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK)
        return {};
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    int status = Z_OK;
    while (status == Z_OK && profile.size() < kMaxProfileBytes) {
        const std::size_t had = profile.size();
        profile.resize(had + 65536);
        stream.next_out = reinterpret_cast<Bytef*>(profile.data() + had);
        stream.avail_out = 65536;
        status = inflate(&stream, Z_NO_FLUSH);
        profile.resize(profile.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    if (status != Z_STREAM_END)
        profile.clear();
    return profile;
}

void readIhdr(const ByteView& view, PictureHeader& header)
{
    const Chunk chunk = chunkAt(view, 8);
    if (chunk.type != "IHDR"sv || chunk.length != 13)
        throw FormatError("the PNG begins with a chunk " + std::string(chunk.type) + " of " + std::to_string(chunk.length)
                          + " bytes; expected IHDR of 13"
                          + (chunk.type == "CgBI"sv ? ": it is one of Apple's own kind" : ": the file is damaged"));
    header.width = view.u32(chunk.data());
    header.height = view.u32(chunk.data() + 4);
    checkPictureSize(header.width, header.height);
    checkCrc(view, chunk);
    header.bits = view.u8(chunk.data() + 8);
    const unsigned type = view.u8(chunk.data() + 9);
    header.gray = type == 0 || type == 4;
    const bool typeKnown = type == 0 || type == 2 || type == 3 || type == 4 || type == 6;
    const bool bitsKnown = header.bits == 8 || (header.bits == 16 && type != 3)
        || ((header.bits == 1 || header.bits == 2 || header.bits == 4) && (type == 0 || type == 3));
    if (!typeKnown || !bitsKnown)
        throw FormatError("the PNG has colour type " + std::to_string(type) + " with " + std::to_string(header.bits)
                          + " bits, which does not exist: the file is damaged");
    if (view.u8(chunk.data() + 10) != 0 || view.u8(chunk.data() + 11) != 0 || view.u8(chunk.data() + 12) > 1)
        throw FormatError("the PNG is packed by method " + std::to_string(view.u8(chunk.data() + 10)) + ", filter "
                          + std::to_string(view.u8(chunk.data() + 11)) + " and interlace "
                          + std::to_string(view.u8(chunk.data() + 12)) + "; expected 0, 0, and 0 or 1: the file is damaged");
}

void readChromaticities(const ByteView& view, const Chunk& chunk, PictureHeader& header)
{
    if (chunk.length != 32)
        return;
    std::array<double, 8> values{};
    for (std::size_t i = 0; i < 8; ++i)
        values[i] = view.u32(chunk.data() + 4 * i) / 100000.0;
    constexpr std::array<double, 8> srgb{0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06};
    bool differs = false;
    for (std::size_t i = 0; i < 8; ++i)
        differs = differs || std::abs(values[i] - srgb[i]) > 0.005;
    if (differs)
        header.chromaticities = values;
}

void readGamma(const ByteView& view, const Chunk& chunk, PictureHeader& header)
{
    const double gamma = chunk.length == 4 ? view.u32(chunk.data()) / 100000.0 : 0;
    // 1/2.2 is what writers put beside sRGB pixels.
    if (gamma > 0.01 && gamma < 10 && std::abs(gamma - 0.45455) > 0.005)
        header.gamma = gamma;
}

} // namespace

PictureHeader readPngHeader(std::span<const std::byte> bytes)
{
    const ByteView view(bytes);
    if (!view.startsWith("\x89PNG\r\n\x1a\n"sv))
        throw FormatError("the PNG's first 8 bytes are not those of a PNG, as happens when a file is sent as text; fetch it "
                          "once more, as it is");
    PictureHeader header{.format = PictureFormat::png};
    readIhdr(view, header);
    bool pixels = false, inPixels = false, srgb = false, palette = false;
    std::uint64_t offset = 33;
    for (;;) {
        const Chunk chunk = chunkAt(view, offset);
        if (isCritical(chunk))
            checkCrc(view, chunk);
        if (chunk.type == "IEND"sv)
            break;
        if (chunk.type == "IDAT"sv) {
            if (pixels && !inPixels)
                throw FormatError("the PNG's pixels are interrupted by other chunks: the file is damaged");
            pixels = true;
        } else if (chunk.type == "PLTE"sv) {
            if (palette || pixels || chunk.length == 0 || chunk.length > 768 || chunk.length % 3 != 0)
                throw FormatError("the PNG's palette at byte " + std::to_string(offset)
                                  + " is no list of colours before the pixels: the file is damaged");
            palette = true;
        } else if (isCritical(chunk))
            throw FormatError("the PNG has an unknown " + std::string(chunk.type) + " chunk at byte "
                              + std::to_string(offset) + ", without which it cannot be shown");
        else if (chunk.type == "acTL"sv)
            header.several = true;
        else if (chunk.type == "sRGB"sv)
            srgb = true;
        else if (chunk.type == "gAMA"sv)
            readGamma(view, chunk, header);
        else if (chunk.type == "cHRM"sv)
            readChromaticities(view, chunk, header);
        else if (chunk.type == "eXIf"sv)
            header.orientation = exifOrientation(view.part(chunk.data(), chunk.length));
        else if (chunk.type == "iCCP"sv && header.profile.empty() && !header.profileBroken) {
            header.profile = inflatedProfile(view.part(chunk.data(), chunk.length));
            header.profileBroken = header.profile.empty();
        }
        inPixels = chunk.type == "IDAT"sv;
        offset = chunk.end();
    }
    if (!pixels)
        throw FormatError("the PNG holds no pixels; expected a chunk IDAT: the file is damaged");
    if (constexpr unsigned kOfPalette = 3; !palette && view.u8(25) == kOfPalette)
        throw FormatError("the PNG has numbers of colours, but no palette that says which those are: the file is damaged");
    if (srgb || !header.profile.empty()) {
        header.gamma.reset();
        header.chromaticities.reset();
    }
    return header;
}

std::vector<std::byte> pixelChunksOfPng(std::span<const std::byte> bytes)
{
    const ByteView view(bytes);
    std::vector<std::span<const std::byte>> pixels;
    std::vector<std::byte> result(bytes.size());
    auto end = std::copy_n(bytes.begin(), 8, result.begin());
    for (std::uint64_t offset = 8;;) {
        const Chunk chunk = chunkAt(view, offset);
        if (chunk.type == "IDAT"sv)
            pixels.push_back(view.part(chunk.data(), chunk.length));
        if (isCritical(chunk) || chunk.type == "tRNS"sv)
            end = std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), chunk.end() - offset, end);
        if (chunk.type == "IEND"sv)
            break;
        offset = chunk.end();
    }
    result.resize(static_cast<std::size_t>(end - result.begin()));
    checkPngPixels(bytes, pixels);
    return result;
}

} // namespace tessera::app
