// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/header.h"

#include <algorithm>
#include <map>

namespace tessera::app {
namespace {

using core::FormatError;

constexpr std::uint32_t kMaxTiles = 1U << 22;

/// An entry of the first directory: whole numbers, wherever they are stored.
struct Field {
    unsigned type = 0;
    std::uint32_t count = 0;
    std::uint64_t data = 0; ///< offset of the values

    /// Value `i`; 0 where it is no whole number.
    std::uint32_t value(const ByteView& view, std::uint32_t i = 0) const
    {
        if (i >= count)
            return 0;
        switch (type) {
        case 1: return view.u8(data + i);
        case 3: return view.u16(data + 2 * std::uint64_t{i});
        case 4: return view.u32(data + 4 * std::uint64_t{i});
        default: return 0;
        }
    }
};

using Directory = std::map<unsigned, Field>;

std::uint64_t typeSize(unsigned type)
{
    constexpr std::array<std::uint64_t, 14> sizes{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};
    return type < sizes.size() ? sizes[type] : 0;
}

Directory readDirectory(const ByteView& view, std::uint64_t offset, bool& several)
{
    Directory fields;
    const unsigned entries = view.u16(offset);
    for (unsigned i = 0; i < entries; ++i) {
        const std::uint64_t entry = offset + 2 + 12 * std::uint64_t{i};
        Field field{view.u16(entry + 2), view.u32(entry + 4), entry + 8};
        const std::uint64_t bytes = typeSize(field.type) * field.count;
        if (bytes > 4)
            field.data = view.u32(entry + 8);
        if (!view.has(field.data, bytes))
            throw FormatError("tag " + std::to_string(view.u16(entry)) + " of the TIFF says "
                              + std::to_string(field.count)
                              + " values, which do not fit in the file: it is cut or damaged");
        fields.emplace(view.u16(entry), field);
    }
    const std::uint64_t next = offset + 2 + 12 * std::uint64_t{entries};
    several = view.has(next, 4) && view.u32(next) != 0;
    return fields;
}

/// Camera raw files are TIFFs whose first directory holds a small preview, or the sensor's values.
void checkIsNoRaw(unsigned photometric, const Directory& fields, std::uint32_t subfile)
{
    constexpr unsigned kDngVersion = 50706, kSubDirectories = 330;
    constexpr unsigned kSensor = 32803, kLinearSensor = 34892;
    const bool isDng = fields.contains(kDngVersion), isPreview = (subfile & 1) != 0 && fields.contains(kSubDirectories);
    if (!isDng && !isPreview && photometric != kSensor && photometric != kLinearSensor)
        return;
    throw FormatError(std::string("this is a camera raw picture") + (isDng ? " (DNG)" : "") + "; expected "
                      + kReadPictures + "; develop it in a program for camera raw files, and save it as TIFF or PNG");
}

/// Every strip or tile must lie in the file.
void checkPieces(const ByteView& view, const Field& offsets, const Field& sizes)
{
    if (offsets.count != sizes.count || offsets.count == 0 || offsets.count > kMaxTiles)
        throw FormatError("the TIFF's list of " + std::to_string(offsets.count) + " strips or tiles does not fit its "
                          + std::to_string(sizes.count) + " sizes: the file is damaged");
    for (std::uint32_t i = 0; i < offsets.count; ++i)
        if (!view.has(offsets.value(view, i), sizes.value(view, i)))
            throw FormatError("strip or tile " + std::to_string(i)
                              + " of the TIFF, " + std::to_string(sizes.value(view, i)) + " bytes from byte "
                              + std::to_string(offsets.value(view, i)) + " on, lies beyond the end of the file of "
                              + std::to_string(view.size()) + " bytes: it is cut or damaged");
}

} // namespace

PictureHeader readTiffHeader(std::span<const std::byte> bytes)
{
    const ByteView view(bytes, ByteView(bytes).u8(0) == 'I' ? Endian::little : Endian::big);
    if (view.u16(2) != 42)
        throw FormatError("BigTIFF is not read; save the picture as an ordinary TIFF or as PNG");
    PictureHeader header{.format = PictureFormat::tiff};
    const Directory fields = readDirectory(view, view.u32(4), header.several);
    const auto number = [&](unsigned tag, std::uint32_t missing) {
        const auto at = fields.find(tag);
        return at == fields.end() ? missing : at->second.value(view);
    };
    const std::uint32_t photometric = number(262, 0), samples = number(277, 1), orientation = number(274, 1);
    checkIsNoRaw(photometric, fields, number(254, 0));
    header.width = number(256, 0);
    header.height = number(257, 0);
    checkPictureSize(header.width, header.height);
    header.bits = static_cast<int>(std::min(number(258, 1), 1024U));
    header.kind = std::to_string(samples) + (samples == 1 ? " channel of " : " channels of ")
        + std::to_string(header.bits) + " bits, packing " + std::to_string(number(259, 1));
    header.gray = photometric <= 1;
    header.cmyk = photometric == 5;
    header.orientation = orientation >= 1 && orientation <= 8 ? static_cast<int>(orientation) : 1;
    if (header.bits < 1 || header.bits > 64 || samples < 1 || samples > 16)
        throw FormatError("the TIFF has " + std::to_string(samples) + " channels of " + std::to_string(header.bits)
                          + " bits; expected 1 to 4 channels of at most 32 bits");
    const bool tiled = fields.contains(322);
    if (tiled
        && (number(322, 0) < 1 || number(323, 0) < 1 || number(322, 0) > kMaxPictureSide
            || number(323, 0) > kMaxPictureSide || std::int64_t{number(322, 0)} * number(323, 0) > kMaxPicturePixels))
        throw FormatError("the TIFF's tiles are " + std::to_string(number(322, 0)) + "x"
                          + std::to_string(number(323, 0)) + " pixels large; expected at most 64 megapixels: the file is "
                          "damaged");
    const auto offsets = fields.find(tiled ? 324 : 273), sizes = fields.find(tiled ? 325 : 279);
    if (offsets == fields.end() || sizes == fields.end())
        throw FormatError("the TIFF does not say where its pixels are; expected the tags "
                          + std::string(tiled ? "324 and 325" : "273 and 279") + ": the file is damaged");
    checkPieces(view, offsets->second, sizes->second);
    if (const auto profile = fields.find(34675); profile != fields.end()) {
        const auto data = view.part(profile->second.data, typeSize(profile->second.type) * profile->second.count);
        header.profile.assign(data.begin(), data.end());
    }
    return header;
}

} // namespace tessera::app
