// SPDX-License-Identifier: Apache-2.0
#include "core/files/zip_file.h"

#include "core/error.h"
#include "core/files/zip_directory.h"
#include "core/text.h"

#include <algorithm>
#include <memory>
#include <zlib.h>

namespace tessera::core {

namespace {

constexpr std::size_t kPiece = 1 << 20;

std::uint32_t crcOf(std::uint32_t before, std::span<const std::byte> bytes)
{
    return static_cast<std::uint32_t>(
        ::crc32(before, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

void compare(const ZipPart& part, std::uint32_t crc)
{
    if (part.crc != crc)
        throw FormatError("the entry " + inQuotes(part.name)
                          + " is damaged: its checksum differs; fetch the file once more");
}

std::string lowerCase(std::string text)
{
    for (char& c : text)
        c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return text;
}

/// The bytes of a deflated part: as many as it says, or an error.
std::vector<std::byte> inflatePart(const InputFile& file, const ZipPart& part)
{
    const auto wrong = [&](const char* why) {
        return FormatError("the entry " + inQuotes(part.name) + " is damaged: " + why + "; fetch the file once more");
    };
    z_stream stream{};
    if (::inflateInit2(&stream, -MAX_WBITS) != Z_OK)
        throw wrong("zlib cannot begin");
    const std::unique_ptr<z_stream, int (*)(z_stream*)> closer(&stream, ::inflateEnd);
    std::vector<std::byte> bytes(part.bytes);
    std::vector<std::byte> packed(std::min<std::uint64_t>(part.packed, kPiece));
    std::uint64_t taken = 0, made = 0;
    int state = Z_OK;
    std::byte beyond{}; // where a byte too many would go
    while (state != Z_STREAM_END) {
        if (stream.avail_in == 0) {
            const std::uint64_t size = std::min<std::uint64_t>(part.packed - taken, packed.size());
            file.read(part.begin + taken, std::span(packed).first(size));
            taken += size;
            stream.next_in = reinterpret_cast<Bytef*>(packed.data());
            stream.avail_in = static_cast<uInt>(size);
        }
        const std::uint64_t room = std::min<std::uint64_t>(part.bytes - made, kPiece);
        stream.next_out = reinterpret_cast<Bytef*>(room == 0 ? &beyond : bytes.data() + made);
        stream.avail_out = room == 0 ? 1 : static_cast<uInt>(room);
        const uInt before = stream.avail_out;
        state = ::inflate(&stream, Z_NO_FLUSH);
        const uInt got = before - stream.avail_out;
        if (room == 0 && got > 0)
            throw wrong("it unpacks to more bytes than it says");
        made += got;
        if (state != Z_OK && state != Z_STREAM_END)
            throw wrong("its packed bytes make no sense");
        if (state == Z_OK && got == 0 && stream.avail_in == 0 && taken == part.packed)
            throw wrong("it ends early");
    }
    if (made != part.bytes)
        throw wrong("it unpacks to fewer bytes than it says");
    return bytes;
}

} // namespace

ZipFile::ZipFile(const std::filesystem::path& path)
    : m_file(path)
    , m_parts(readZipDirectory(m_file))
{
    std::ranges::sort(m_parts, {}, &ZipPart::name);
    std::vector<std::string> names;
    for (const ZipPart& part : m_parts)
        names.push_back(lowerCase(part.name));
    std::ranges::sort(names);
    if (const auto twice = std::ranges::adjacent_find(names); twice != names.end())
        throw FormatError("the archive has two entries named " + inQuotes(*twice));
}

const ZipPart* ZipFile::find(const std::string& name) const
{
    const auto found = std::ranges::lower_bound(m_parts, name, {}, &ZipPart::name);
    return found != m_parts.end() && found->name == name ? &*found : nullptr;
}

bool ZipFile::hasChecksums() const
{
    return std::ranges::any_of(m_parts, [](const ZipPart& part) { return part.crc != 0; });
}

std::vector<std::byte> ZipFile::read(const ZipPart& part, std::uint64_t limit) const
{
    if (part.bytes > limit)
        throw FormatError("the entry " + inQuotes(part.name) + " has " + grouped(part.bytes)
                          + " bytes; expected at most " + grouped(limit));
    std::vector<std::byte> bytes;
    if (part.deflated) {
        bytes = inflatePart(m_file, part);
    } else {
        bytes.resize(part.bytes);
        m_file.read(part.begin, bytes);
    }
    if (!hasChecksums())
        return bytes;
    std::uint32_t crc = 0;
    for (std::size_t done = 0; done < bytes.size(); done += kPiece)
        crc = crcOf(crc, std::span(bytes).subspan(done, std::min(kPiece, bytes.size() - done)));
    compare(part, crc);
    return bytes;
}

void ZipFile::check(const ZipPart& part) const
{
    if (!hasChecksums())
        return;
    std::vector<std::byte> piece(std::min<std::uint64_t>(part.packed, kPiece));
    std::uint32_t crc = 0;
    for (std::uint64_t done = 0; done < part.packed; done += piece.size()) {
        const std::span now = std::span(piece).first(std::min<std::uint64_t>(piece.size(), part.packed - done));
        m_file.read(part.begin + done, now);
        crc = crcOf(crc, now);
    }
    compare(part, crc);
}

} // namespace tessera::core
