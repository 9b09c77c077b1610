// SPDX-License-Identifier: Apache-2.0
#include "core/files/zip_directory.h"

#include "core/error.h"
#include "core/files/byte_stream.h"
#include "core/files/deflate.h"
#include "core/files/zip.h"
#include "core/text.h"

#include <algorithm>
#include <optional>
#include <string>

namespace tessera::core {

namespace {

constexpr std::uint32_t kLocalSign = 0x04034b50, kEntrySign = 0x02014b50, kEndSign = 0x06054b50;
constexpr std::uint32_t kEnd64Sign = 0x06064b50, kLocator64Sign = 0x07064b50;
constexpr std::uint64_t kEndBytes = 22, kLocatorBytes = 20, kEnd64Bytes = 56, kLocalBytes = 30, kEntryBytes = 46;
constexpr std::uint64_t kMostComment = 65'535;
constexpr std::uint64_t kMostDirectory = 64 << 20;
constexpr std::uint16_t kFull16 = 0xFFFF;
constexpr std::uint32_t kFull32 = 0xFFFFFFFF;

struct Directory {
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0;
    std::uint64_t begin = 0;
    std::uint64_t end = 0; ///< where the records after it begin
};

std::vector<std::byte> take(const InputFile& file, std::uint64_t begin, std::uint64_t bytes)
{
    std::vector<std::byte> taken(bytes);
    file.read(begin, taken);
    return taken;
}

[[noreturn]] void damaged(const std::string& why)
{
    throw FormatError("the ZIP archive is cut or damaged: " + why + "; fetch the file once more");
}

/// Where the end record begins: its comment must end with the file. Two places that could be it are one too many.
std::uint64_t findEnd(const InputFile& file)
{
    const std::uint64_t tail = std::min(file.size(), kEndBytes + kMostComment);
    if (file.size() < kEndBytes)
        damaged("it has " + grouped(file.size()) + " bytes; expected at least " + grouped(kEndBytes));
    const std::vector<std::byte> bytes = take(file, file.size() - tail, tail);
    std::optional<std::uint64_t> found;
    for (std::size_t at = 0; at + kEndBytes <= bytes.size(); ++at) {
        ByteReader record{std::span(bytes).subspan(at)};
        if (record.number<std::uint32_t>() != kEndSign)
            continue;
        record.bytes(16);
        if (record.number<std::uint16_t>() != record.left())
            continue;
        if (found)
            damaged("it has two end records; expected one");
        found = file.size() - tail + at;
    }
    if (!found)
        damaged("its end record is missing; expected one at the end of the file");
    return *found;
}

/// The ZIP64 records before the end record at `end`, if there are any.
std::optional<Directory> findDirectory64(const InputFile& file, std::uint64_t end)
{
    if (end < kLocatorBytes)
        return {};
    const std::vector<std::byte> bytes = take(file, end - kLocatorBytes, kLocatorBytes);
    ByteReader locator(bytes);
    if (locator.number<std::uint32_t>() != kLocator64Sign)
        return {};
    const auto disk = locator.number<std::uint32_t>();
    const auto at = locator.number<std::uint64_t>();
    const auto disks = locator.number<std::uint32_t>();
    if (disk != 0 || disks > 1)
        damaged("it is one of several volumes; expected a whole archive");
    if (end < kLocatorBytes + kEnd64Bytes || at > end - kLocatorBytes - kEnd64Bytes)
        damaged("its ZIP64 record should be at byte " + grouped(at) + ", beyond its place");
    const std::vector<std::byte> record64 = take(file, at, kEnd64Bytes);
    ByteReader record(record64);
    if (record.number<std::uint32_t>() != kEnd64Sign)
        damaged("there is no ZIP64 record at byte " + grouped(at));
    if (record.number<std::uint64_t>() != end - kLocatorBytes - at - 12)
        damaged("its ZIP64 record has another length than it says");
    record.bytes(4);
    if (record.number<std::uint32_t>() != 0 || record.number<std::uint32_t>() != 0)
        damaged("it is one of several volumes; expected a whole archive");
    Directory directory;
    const auto here = record.number<std::uint64_t>();
    directory.entries = record.number<std::uint64_t>();
    directory.bytes = record.number<std::uint64_t>();
    directory.begin = record.number<std::uint64_t>();
    directory.end = at;
    if (here != directory.entries)
        damaged("its two counts of entries differ");
    return directory;
}

Directory findDirectory(const InputFile& file)
{
    const std::uint64_t end = findEnd(file);
    const std::vector<std::byte> bytes = take(file, end, kEndBytes);
    ByteReader record(bytes);
    record.bytes(4);
    const auto disk = record.number<std::uint16_t>(), first = record.number<std::uint16_t>();
    const auto here = record.number<std::uint16_t>(), entries = record.number<std::uint16_t>();
    const auto size = record.number<std::uint32_t>(), begin = record.number<std::uint32_t>();
    if ((disk != 0 && disk != kFull16) || (first != 0 && first != kFull16) || here != entries)
        damaged("it is one of several volumes; expected a whole archive");
    Directory directory{entries, size, begin, end};
    if (const std::optional<Directory> large = findDirectory64(file, end)) {
        // Two truths would let two readers see two archives.
        if ((entries != kFull16 && entries != large->entries) || (size != kFull32 && size != large->bytes)
            || (begin != kFull32 && begin != large->begin))
            damaged("its end record and its ZIP64 record differ");
        directory = *large;
    }
    if (directory.bytes > directory.end || directory.begin != directory.end - directory.bytes)
        damaged("its directory of " + grouped(directory.bytes) + " bytes at byte " + grouped(directory.begin)
                + " does not end at byte " + grouped(directory.end) + ", where its end record begins");
    if (directory.entries > ZipFile::kMostEntries)
        throw FormatError("the archive has " + grouped(directory.entries) + " entries; expected at most "
                          + grouped(ZipFile::kMostEntries));
    if (directory.bytes > kMostDirectory)
        throw FormatError("the archive's directory has " + grouped(directory.bytes) + " bytes; expected at most "
                          + grouped(kMostDirectory));
    return directory;
}

/// An entry of the directory, and where its local header is.
struct Listed {
    ZipPart part;
    std::uint64_t header = 0;
    std::uint16_t flags = 0;
    std::uint16_t method = 0;
};

/// Sizes that did not fit 32 bits stand in an extra field, in this order and only where the short field is full.
void readLargeSizes(std::span<const std::byte> extra, Listed& listed)
{
    std::uint64_t* const fields[] = {&listed.part.bytes, &listed.part.packed, &listed.header};
    const bool needed = std::ranges::any_of(fields, [](const std::uint64_t* field) { return *field == kFull32; });
    ByteReader reader(extra);
    while (needed && reader.left() >= 4) {
        const auto kind = reader.number<std::uint16_t>();
        const auto bytes = reader.number<std::uint16_t>();
        ByteReader body(reader.bytes(bytes));
        if (kind != 1)
            continue;
        for (std::uint64_t* field : fields)
            if (*field == kFull32)
                *field = body.number<std::uint64_t>();
        return;
    }
    if (needed)
        throw FormatError("a size is missing");
}

void checkListed(const Listed& listed, std::uint64_t directoryBegin)
{
    constexpr std::uint16_t kEncrypted = 1U << 0U | 1U << 6U | 1U << 13U;
    const ZipPart& part = listed.part;
    const std::string name = "the entry " + inQuotes(part.name);
    if (!isSafeZipName(part.name))
        throw FormatError(name + " leads elsewhere; expected plain names inside the archive");
    if ((listed.flags & kEncrypted) != 0)
        throw FormatError(name + " is encrypted; expected a plain archive");
    if (listed.method != 0 && listed.method != 8)
        throw FormatError(name + " is packed by method " + std::to_string(listed.method)
                          + "; expected stored (0) or deflated (8)");
    if (part.packed > directoryBegin || listed.header > directoryBegin - part.packed)
        damaged(name + " should have " + grouped(part.packed) + " bytes at byte " + grouped(listed.header)
                + "; the directory begins at byte " + grouped(directoryBegin));
    if (!part.deflated && part.packed != part.bytes)
        damaged(name + " is stored in " + grouped(part.packed) + " bytes but should have " + grouped(part.bytes));
    if (part.deflated && part.bytes > part.packed * kMostDeflated)
        damaged(name + " should unpack to " + grouped(part.bytes) + " bytes, which its " + grouped(part.packed)
                + " packed bytes cannot");
}

Listed readListed(ByteReader& reader)
{
    constexpr std::uint32_t kTypeMask = 0170000, kLink = 0120000;
    if (reader.number<std::uint32_t>() != kEntrySign)
        damaged("an entry of its directory is not where it should be");
    Listed listed;
    reader.bytes(4);
    listed.flags = reader.number<std::uint16_t>();
    listed.method = reader.number<std::uint16_t>();
    reader.bytes(4);
    listed.part.crc = reader.number<std::uint32_t>();
    listed.part.packed = reader.number<std::uint32_t>();
    listed.part.bytes = reader.number<std::uint32_t>();
    const auto name = reader.number<std::uint16_t>(), extra = reader.number<std::uint16_t>();
    const auto comment = reader.number<std::uint16_t>();
    reader.bytes(4);
    const auto attributes = reader.number<std::uint32_t>();
    listed.header = reader.number<std::uint32_t>();
    const std::span<const std::byte> letters = reader.bytes(name);
    listed.part.name.assign(reinterpret_cast<const char*>(letters.data()), letters.size());
    listed.part.deflated = listed.method == 8;
    const std::string about = "the entry " + inQuotes(listed.part.name);
    withContext(about, [&] { readLargeSizes(reader.bytes(extra), listed); });
    reader.bytes(comment);
    if ((attributes >> 16U & kTypeMask) == kLink)
        throw FormatError(about + " is a link; expected plain files");
    return listed;
}

/// The header before an entry: it must be the one that the directory means. Its sizes may be zero (flag bit 3).
void findBytes(const InputFile& file, Listed& listed)
{
    ZipPart& part = listed.part;
    const std::string name = "the entry " + inQuotes(part.name);
    const std::vector<std::byte> bytes = take(file, listed.header, kLocalBytes + part.name.size());
    ByteReader header(bytes);
    if (header.number<std::uint32_t>() != kLocalSign)
        damaged("there is no header of " + name + " at byte " + grouped(listed.header));
    header.bytes(2);
    const auto flags = header.number<std::uint16_t>(), method = header.number<std::uint16_t>();
    header.bytes(8);
    const auto packed = header.number<std::uint32_t>(), unpacked = header.number<std::uint32_t>();
    const auto nameBytes = header.number<std::uint16_t>(), extra = header.number<std::uint16_t>();
    const bool follows = (flags & 8U) != 0;
    const auto differs = [&](std::uint32_t here, std::uint64_t there) {
        return here != kFull32 && here != there && !(follows && here == 0);
    };
    const std::span<const std::byte> letters =
        nameBytes == part.name.size() ? header.bytes(nameBytes) : std::span<const std::byte>();
    if (method != listed.method || differs(packed, part.packed) || differs(unpacked, part.bytes)
        || std::string_view(reinterpret_cast<const char*>(letters.data()), letters.size()) != part.name)
        damaged(name + " has another name, size or packing in its own header than in the directory");
    part.begin = listed.header + kLocalBytes + nameBytes + extra;
}

/// Every byte belongs to one entry at most, and nothing stands before the first.
void checkRanges(std::vector<Listed>& all, std::uint64_t directoryBegin)
{
    std::ranges::sort(all, {}, &Listed::header);
    std::uint64_t done = 0;
    for (const Listed& listed : all) {
        const ZipPart& part = listed.part;
        if (listed.header < done)
            damaged("the entry " + inQuotes(part.name) + " overlaps the one before");
        if (done == 0 && listed.header != 0)
            damaged(grouped(listed.header) + " bytes stand before its first entry; expected it at the file's begin");
        if (part.begin > directoryBegin || part.packed > directoryBegin - part.begin)
            damaged("the entry " + inQuotes(part.name) + " reaches into the directory");
        done = part.begin + part.packed;
    }
}

} // namespace

std::vector<ZipPart> readZipDirectory(const InputFile& file)
{
    const Directory directory = findDirectory(file);
    const std::vector<std::byte> bytes = take(file, directory.begin, directory.bytes);
    ByteReader reader(bytes);
    std::vector<Listed> all;
    for (std::uint64_t i = 0; i < directory.entries; ++i) {
        if (reader.left() < kEntryBytes)
            damaged("its directory should have " + grouped(directory.entries) + " entries and ends after "
                    + grouped(i));
        Listed listed = readListed(reader);
        const bool isFolder = listed.part.name.ends_with('/') && listed.part.bytes == 0;
        if (isFolder)
            listed.part.name.pop_back();
        checkListed(listed, directory.begin);
        if (isFolder)
            listed.part.name += '/';
        findBytes(file, listed);
        all.push_back(std::move(listed));
    }
    if (reader.left() != 0)
        damaged("its directory has " + grouped(reader.left()) + " bytes more than its " + grouped(directory.entries)
                + " entries");
    checkRanges(all, directory.begin);
    std::vector<ZipPart> parts;
    for (Listed& listed : all)
        if (!listed.part.name.ends_with('/'))
            parts.push_back(std::move(listed.part));
    return parts;
}

} // namespace tessera::core
