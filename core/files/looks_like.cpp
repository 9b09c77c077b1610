// SPDX-License-Identifier: Apache-2.0
// The door is in bounded_file.h.
#include "core/files/bounded_file.h"

#include "core/files/media_kinds.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace tessera::core {

namespace {

using namespace std::string_view_literals;

struct Signature {
    std::size_t offset;
    std::string_view bytes;
    std::string_view kind;
};

constexpr std::array kSignatures{
    Signature{0, "version https://git-lfs"sv, "a Git LFS pointer, not the file itself (\"git lfs pull\" fetches that)"sv},
    Signature{0, "\x89PNG"sv, "a PNG picture"sv},
    Signature{0, "\xFF\xD8\xFF"sv, "a JPEG picture"sv},
    Signature{0, "GIF8"sv, "a GIF picture"sv},
    Signature{8, "WEBP"sv, "a WebP picture"sv},
    Signature{0, "II*\0"sv, "a TIFF picture"sv},
    Signature{0, "MM\0*"sv, "a TIFF picture"sv},
    Signature{0, "PK\3\4"sv, "a ZIP archive (a torch .bin checkpoint is one)"sv},
    Signature{0, "PK\5\6"sv, "an empty ZIP archive"sv},
    Signature{0, "\x1F\x8B"sv, "gzip data"sv},
    Signature{0, "BZh"sv, "bzip2 data"sv},
    Signature{0, "\xFD" "7zXZ"sv, "xz data"sv},
    Signature{0, "\x28\xB5\x2F\xFD"sv, "zstd data"sv},
    Signature{0, "7z\xBC\xAF"sv, "a 7z archive"sv},
    Signature{0, "Rar!"sv, "a RAR archive"sv},
    Signature{257, "ustar"sv, "a tar archive"sv},
    Signature{0, "\x80\2"sv, "a Python pickle"sv},
    Signature{0, "\x80\3"sv, "a Python pickle"sv},
    Signature{0, "\x80\4"sv, "a Python pickle"sv},
    Signature{0, "\x80\5"sv, "a Python pickle"sv},
    Signature{0, "\x93NUMPY"sv, "a NumPy array"sv},
    Signature{0, "\x89HDF"sv, "an HDF5 file"sv},
    Signature{0, "GGUF"sv, "a GGUF model"sv},
    Signature{0, "\x7F" "ELF"sv, "a program"sv},
    Signature{0, "\xFF\xFE"sv, "UTF-16 text"sv},
    Signature{0, "\xFE\xFF"sv, "UTF-16 text"sv},
};

/// Web pages begin in many ways; only their first tag counts.
bool isWebPage(std::string_view text)
{
    std::string head;
    for (const char c : text.substr(0, 256))
        if (!head.empty() || (c != ' ' && c != '\n' && c != '\r' && c != '\t'))
            head += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    if (head.starts_with("\xEF\xBB\xBF"))
        head.erase(0, 3);
    return head.starts_with("<!doctype html") || head.starts_with("<html") || head.starts_with("<head")
        || head.starts_with("<!--") || head.starts_with("<?xml");
}

/// Bytes of a character of UTF-8 that begins so; 0 for a byte that begins none.
std::size_t lengthFrom(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xC2 || first > 0xF4)
        return 0;
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/// UTF-8 without control characters. The head may end within a character.
bool isText(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        const std::size_t length = lengthFrom(first);
        const bool isControl = first == 0x7F || (first < 0x20 && first != '\n' && first != '\r' && first != '\t');
        if (length == 0 || isControl)
            return false;
        for (const char next : text.substr(i + 1, length - 1))
            if ((static_cast<unsigned char>(next) & 0xC0U) != 0x80)
                return false;
        i += length;
    }
    return true;
}

} // namespace

std::string looksLike(std::span<const std::byte> head)
{
    const std::string_view text(reinterpret_cast<const char*>(head.data()), head.size());
    if (text.empty())
        return {};
    if (const std::optional<MediaKind> media = mediaKind(head)) // before TIFF and ZIP, of which some of them are
        return std::string(media->name);
    for (const Signature& signature : kSignatures)
        if (text.size() > signature.offset && text.substr(signature.offset).starts_with(signature.bytes))
            return std::string(signature.kind);
    if (isWebPage(text))
        return "a web page (download the file itself)";
    if (text.size() > 8 && text[8] == '{' && text.substr(4, 4) == "\0\0\0\0"sv)
        return "a safetensors file";
    if (text.find_first_not_of('\0') == text.npos)
        return "nothing but zero bytes";
    return isText(text) ? "plain text" : "";
}

} // namespace tessera::core
