// SPDX-License-Identifier: Apache-2.0
#include "core/files/media_kinds.h"

#include <algorithm>
#include <array>
#include <string>

namespace tessera::core {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view kPicture = "save it as PNG, JPEG, TIFF or WebP in a program that opens it"sv;
constexpr std::string_view kRaw = "develop it in a program for camera raw files, and save it as TIFF or PNG"sv;
constexpr std::string_view kDrawing = "save it as PNG, in as many pixels as you need"sv;
constexpr std::string_view kPage = "save the page that you need as PNG"sv;
constexpr std::string_view kVideo = "save the frame that you need as PNG"sv;
constexpr std::string_view kSound = "choose a picture"sv;

struct Signature {
    std::size_t offset;
    std::string_view bytes;
    MediaKind kind;
};

constexpr std::array kSignatures{
    Signature{0, "\x76\x2F\x31\x01"sv, {"an OpenEXR picture (written by Tessera, but not read)"sv, kPicture}},
    Signature{0, "#?RADIANCE"sv, {"a Radiance HDR picture"sv, kPicture}},
    Signature{0, "#?RGBE"sv, {"a Radiance HDR picture"sv, kPicture}},
    Signature{0, "\0\0\0\x0CJXL \r\n\x87\n"sv, {"a JPEG XL picture"sv, kPicture}},
    Signature{0, "\xFF\x0A"sv, {"a JPEG XL picture"sv, kPicture}},
    Signature{0, "\0\0\0\x0CjP  \r\n\x87\n"sv, {"a JPEG 2000 picture"sv, kPicture}},
    Signature{0, "\xFF\x4F\xFF\x51"sv, {"a JPEG 2000 picture"sv, kPicture}},
    Signature{0, "\xFF\xD8\xFF\xF7"sv, {"a JPEG-LS picture"sv, kPicture}},
    Signature{0, "II\xBC"sv, {"a JPEG XR picture"sv, kPicture}},
    Signature{0, "II+\0"sv, {"a BigTIFF picture"sv, "save it as an ordinary TIFF or as PNG"sv}},
    Signature{0, "MM\0+"sv, {"a BigTIFF picture"sv, "save it as an ordinary TIFF or as PNG"sv}},
    Signature{0, "8BPS"sv, {"a Photoshop picture (PSD)"sv, kPicture}},
    Signature{0, "gimp xcf"sv, {"a GIMP picture (XCF)"sv, kPicture}},
    Signature{30, "mimetypeapplication/x-krita"sv, {"a Krita picture"sv, kPicture}},
    Signature{30, "mimetypeimage/openraster"sv, {"an OpenRaster picture"sv, kPicture}},
    Signature{8, "CR\2"sv, {"a camera raw picture (Canon CR2)"sv, kRaw}},
    Signature{0, "FUJIFILMCCD-RAW"sv, {"a camera raw picture (Fujifilm RAF)"sv, kRaw}},
    Signature{0, "IIRO"sv, {"a camera raw picture (Olympus ORF)"sv, kRaw}},
    Signature{0, "IIRS"sv, {"a camera raw picture (Olympus ORF)"sv, kRaw}},
    Signature{0, "MMOR"sv, {"a camera raw picture (Olympus ORF)"sv, kRaw}},
    Signature{0, "IIU\0"sv, {"a camera raw picture (Panasonic RW2)"sv, kRaw}},
    Signature{0, "FOVb"sv, {"a camera raw picture (Sigma X3F)"sv, kRaw}},
    Signature{0, "\0MRM"sv, {"a camera raw picture (Minolta MRW)"sv, kRaw}},
    Signature{0, "qoif"sv, {"a QOI picture"sv, kPicture}},
    Signature{0, "farbfeld"sv, {"a farbfeld picture"sv, kPicture}},
    Signature{0, "BPG\xFB"sv, {"a BPG picture"sv, kPicture}},
    Signature{0, "FLIF"sv, {"a FLIF picture"sv, kPicture}},
    Signature{0, "DDS \x7C\0\0\0"sv, {"a DDS texture"sv, kPicture}},
    Signature{0, "\xABKTX"sv, {"a KTX texture"sv, kPicture}},
    Signature{0, "icns"sv, {"an icon (ICNS)"sv, kPicture}},
    Signature{0, "\x8AMNG"sv, {"a MNG animation"sv, kPicture}},
    Signature{0, "\x8BJNG"sv, {"a JNG picture"sv, kPicture}},
    Signature{0, "SIMPLE  ="sv, {"a FITS picture"sv, kPicture}},
    Signature{128, "DICM"sv, {"a DICOM picture"sv, kPicture}},
    Signature{0, "%PDF"sv, {"a PDF document"sv, kPage}},
    Signature{0, "%!PS"sv, {"a PostScript document"sv, kPage}},
    Signature{0, "\xC5\xD0\xD3\xC6"sv, {"a PostScript document"sv, kPage}},
    Signature{0, "AT&TFORM"sv, {"a DjVu document"sv, kPage}},
    Signature{0, "\xD7\xCD\xC6\x9A"sv, {"a WMF drawing"sv, kDrawing}},
    Signature{0, "\x1A\x45\xDF\xA3"sv, {"a Matroska or WebM video"sv, kVideo}},
    Signature{0, "FLV\1"sv, {"a Flash video"sv, kVideo}},
    Signature{0, "\0\0\1\xBA"sv, {"an MPEG video"sv, kVideo}},
    Signature{0, "\0\0\1\xB3"sv, {"an MPEG video"sv, kVideo}},
    Signature{0, "OggS\0"sv, {"an Ogg video or sound"sv, kVideo}},
    Signature{0, "ID3\3"sv, {"a sound (MP3)"sv, kSound}},
    Signature{0, "ID3\4"sv, {"a sound (MP3)"sv, kSound}},
    Signature{0, "fLaC"sv, {"a sound (FLAC)"sv, kSound}},
};

/// Where four bytes in the middle tell more than the first ones.
std::optional<MediaKind> kindOfParts(std::string_view head)
{
    const auto has = [head](std::size_t at, std::string_view bytes) {
        return head.size() > at && head.substr(at).starts_with(bytes);
    };
    if (has(0, "RIFF") && has(8, "AVI "))
        return MediaKind{"an AVI video", kVideo};
    if (has(0, "RIFF") && has(8, "WAVE"))
        return MediaKind{"a sound (WAV)", kSound};
    if (has(0, "\0"sv) && (has(4, "moov") || has(4, "mdat")))
        return MediaKind{"a QuickTime video", kVideo};
    if (has(0, "\0\0\1\0"sv) && has(5, "\0"sv) && !has(4, "\0"sv)) // how many: some
        return MediaKind{"an icon (ICO)", kPicture};
    if (has(0, "\1\0\0\0"sv) && has(40, " EMF"))
        return MediaKind{"an EMF drawing", kDrawing};
    return {};
}

/// The family of HEIF, MP4 and QuickTime says in "brands" what it is: one that rules, and others that it agrees with.
std::optional<MediaKind> kindOfBrands(std::string_view head)
{
    if (head.size() < 12 || head.substr(4, 4) != "ftyp")
        return {};
    const auto byte = [&](std::size_t i) { return std::size_t{static_cast<unsigned char>(head[i])}; };
    const std::size_t length = byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3);
    const std::string_view box = head.substr(0, std::min(head.size(), length));
    const std::string_view main = head.substr(8, 4);
    const auto isAnyOf = [&](auto... brands) {
        const auto is = [&](std::string_view brand) {
            if (main == brand)
                return true;
            for (std::size_t at = 16; at + 4 <= box.size(); at += 4)
                if (box.substr(at, 4) == brand)
                    return true;
            return false;
        };
        return (is(brands) || ...);
    };
    if (isAnyOf("avif", "avis"))
        return MediaKind{"an AVIF picture", kPicture};
    if (isAnyOf("heic", "heix", "hevc", "hevx", "heim", "heis"))
        return MediaKind{"a HEIC picture, as telephones take them", kPicture};
    if (isAnyOf("mif1", "msf1"))
        return MediaKind{"a HEIF picture", kPicture};
    if (isAnyOf("crx "))
        return MediaKind{"a camera raw picture (Canon CR3)", kRaw};
    if (main == "qt  ")
        return MediaKind{"a QuickTime video", kVideo};
    if (main == "M4A " || main == "M4B ")
        return MediaKind{"a sound (M4A)", kSound};
    return MediaKind{"an MP4 video", kVideo};
}

/// P1 to P7, PF and Pf: two letters, white space, then a number or a comment.
bool isPortableMap(std::string_view head)
{
    constexpr std::string_view kKinds = "123456Ff", kSpaces = " \t\r\n";
    if (head.starts_with("P7\n"))
        return true;
    if (head.size() < 4 || head[0] != 'P' || kKinds.find(head[1]) == head.npos || kSpaces.find(head[2]) == head.npos)
        return false;
    const char next = head[std::min(head.find_first_not_of(kSpaces, 2), head.size() - 1)];
    return (next >= '0' && next <= '9') || next == '#';
}

/// An element of XML that is called svg, before any of a web page.
bool isSvg(std::string_view head)
{
    std::string text(head.substr(0, 4096));
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const std::size_t first = text.find_first_not_of("\xEF\xBB\xBF \t\r\n");
    const std::size_t drawing = text.find("<svg");
    return first != text.npos && text[first] == '<' && drawing != text.npos && drawing < text.find("<html")
        && drawing < text.find("<!doctype html");
}

} // namespace

std::optional<MediaKind> mediaKind(std::span<const std::byte> bytes)
{
    const std::string_view head(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (head.size() > 8 && head[8] == '{' && head.substr(4, 4) == "\0\0\0\0"sv)
        return {}; // safetensors, which begin with a number: any two or three bytes
    for (const Signature& signature : kSignatures)
        if (head.size() > signature.offset && head.substr(signature.offset).starts_with(signature.bytes))
            return signature.kind;
    if (const std::optional<MediaKind> kind = kindOfParts(head))
        return kind;
    if (const std::optional<MediaKind> kind = kindOfBrands(head))
        return kind;
    if (isPortableMap(head))
        return MediaKind{"a portable map (PPM, PGM, PBM, PFM or PAM)", kPicture};
    if (isSvg(head))
        return MediaKind{"an SVG drawing", kDrawing};
    return {};
}

} // namespace tessera::core
