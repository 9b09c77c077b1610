// SPDX-License-Identifier: Apache-2.0
#include "core/files/zip.h"

#include "core/error.h"
#include "core/files/bounded_file.h"
#include "core/files/deflate.h"
#include "core/text.h"

#include <zip.h>

#include <algorithm>
#include <cassert>
#include <set>
#include <utility>

namespace tessera::core {
namespace {

constexpr std::time_t kNoTime = 315'532'800; ///< 1980, where the format's dates begin: archives do not tell the time

struct SourceFree {
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Source = std::unique_ptr<zip_source_t, SourceFree>;

struct LibError {
    zip_error_t value{};
    LibError() { zip_error_init(&value); }
    ~LibError() { zip_error_fini(&value); }
    LibError(const LibError&) = delete;
    LibError& operator=(const LibError&) = delete;
    std::string text() { return zip_error_strerror(&value); }
};

} // namespace

bool isSafeZipName(const std::string& name)
{
    if (name.empty() || name.size() > 1024 || name.front() == '/' || name.find('\\') != std::string::npos
        || name.find('\0') != std::string::npos)
        return false;
    for (std::size_t begin = 0; begin <= name.size();) {
        const std::size_t end = std::min(name.find('/', begin), name.size());
        const std::string part = name.substr(begin, end - begin);
        if (part == ".." || part == "." || part.empty())
            return false;
        begin = end + 1;
    }
    return true;
}

namespace {

void checkEntry(const zip_stat_t& stat, const std::string& name, std::uint64_t archiveBytes)
{
    constexpr zip_uint64_t kNeeded = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
    if ((stat.valid & kNeeded) != kNeeded)
        throw FormatError("the entry " + inQuotes(name) + " does not say how large it is");
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
        throw FormatError("the entry " + inQuotes(name) + " is encrypted");
    if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE)
        throw FormatError("the entry " + inQuotes(name) + " is packed by method " + std::to_string(stat.comp_method)
                          + "; expected stored (0) or deflated (8)");
    if (stat.comp_size > archiveBytes)
        throw FormatError("the entry " + inQuotes(name) + " should have " + grouped(stat.comp_size)
                          + " packed bytes, more than the whole file");
    const std::uint64_t most = stat.comp_method == ZIP_CM_STORE ? stat.comp_size : stat.comp_size * kMostDeflated;
    if (stat.size > most)
        throw FormatError("the entry " + inQuotes(name) + " should unpack to " + grouped(stat.size)
                          + " bytes, which its " + grouped(stat.comp_size) + " packed bytes cannot");
}

} // namespace

void ZipReader::Closer::operator()(void* archive) const { zip_discard(static_cast<zip_t*>(archive)); }

ZipReader::ZipReader(std::span<const std::byte> archive, const ZipLimits& limits)
{
    if (archive.empty()) // which libzip takes for an archive without entries
        throw FormatError("the file is empty; expected a ZIP archive");
    LibError error;
    Source source(zip_source_buffer_create(archive.data(), archive.size(), 0, &error.value));
    if (!source)
        throw FormatError("this ZIP archive cannot be read: " + error.text());
    m_archive.reset(zip_open_from_source(source.get(), ZIP_RDONLY | ZIP_CHECKCONS, &error.value));
    if (!m_archive) {
        const std::string found = looksLike(archive.first(std::min<std::size_t>(archive.size(), 512)));
        const bool isZip = archive.size() >= 2 && archive[0] == std::byte{'P'} && archive[1] == std::byte{'K'};
        throw FormatError(isZip ? "the ZIP archive is cut or damaged (" + error.text() + ")"
                                : "this is no ZIP archive" + (found.empty() ? "" : ", but " + found));
    }
    (void)source.release(); // the archive's now
    auto* zip = static_cast<zip_t*>(m_archive.get());
    const auto count = static_cast<std::uint64_t>(std::max<zip_int64_t>(zip_get_num_entries(zip, 0), 0));
    if (count > limits.entries)
        throw FormatError("the archive has " + grouped(count) + " entries; expected at most "
                          + grouped(limits.entries));
    std::set<std::string> names;
    std::uint64_t packed = 0, unpacked = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        zip_stat_t stat;
        if (zip_stat_index(zip, i, ZIP_FL_ENC_STRICT, &stat) != 0 || (stat.valid & ZIP_STAT_NAME) == 0)
            throw FormatError("the name of entry " + std::to_string(i + 1) + " of the archive cannot be read");
        const std::string name = stat.name;
        checkEntry(stat, name, archive.size());
        packed += stat.comp_size;
        unpacked += stat.size;
        // Packed bytes that serve several entries are how small files unpack to terabytes.
        if (packed > archive.size())
            throw FormatError("the entries of the archive overlap");
        if (unpacked > limits.bytes)
            throw FormatError("the archive unpacks to more than " + grouped(limits.bytes) + " bytes, the most allowed");
        if (!name.empty() && name.back() == '/')
            continue;
        if (!isSafeZipName(name))
            throw FormatError("the archive has an entry named " + inQuotes(name)
                              + "; expected plain names inside the archive");
        if (!names.insert(name).second)
            throw FormatError("the archive has two entries named " + inQuotes(name));
        m_entries.push_back({name, stat.size});
        m_indices.push_back(i);
    }
}

ZipReader::~ZipReader() = default;

bool ZipReader::contains(const std::string& name) const
{
    return std::ranges::any_of(m_entries, [&](const ZipEntry& entry) { return entry.name == name; });
}

std::vector<std::byte> ZipReader::read(const std::string& name, std::uint64_t limit) const
{
    const auto found = std::ranges::find_if(m_entries, [&](const ZipEntry& entry) { return entry.name == name; });
    if (found == m_entries.end())
        throw FormatError("the archive has no entry " + inQuotes(name));
    if (found->bytes > limit)
        throw FormatError("the entry " + inQuotes(name) + " has " + grouped(found->bytes)
                          + " bytes; expected at most " + grouped(limit));
    auto* zip = static_cast<zip_t*>(m_archive.get());
    struct FileClose {
        void operator()(zip_file_t* file) const { zip_fclose(file); }
    };
    const std::unique_ptr<zip_file_t, FileClose> file(
        zip_fopen_index(zip, m_indices[static_cast<std::size_t>(found - m_entries.begin())], 0));
    const auto damaged = [&](const std::string& why) {
        return FormatError("the entry " + inQuotes(name) + " is damaged (" + why + ")");
    };
    if (!file)
        throw damaged(zip_strerror(zip));
    std::vector<std::byte> bytes(static_cast<std::size_t>(found->bytes));
    std::size_t done = 0;
    while (done < bytes.size()) {
        const zip_int64_t got = zip_fread(file.get(), bytes.data() + done, bytes.size() - done);
        if (got <= 0)
            throw damaged(got < 0 ? zip_file_strerror(file.get()) : "it ends early");
        done += static_cast<std::size_t>(got);
    }
    std::byte more{};
    if (const zip_int64_t got = zip_fread(file.get(), &more, 1); got != 0) // at its end libzip compares the CRC
        throw damaged(got < 0 ? zip_file_strerror(file.get()) : "it is longer than it says");
    return bytes;
}

void ZipWriter::add(std::string name, std::vector<std::byte> bytes, Packing packing)
{
    assert(isSafeZipName(name));
    m_entries.push_back({std::move(name), std::move(bytes), packing});
}

std::vector<std::byte> ZipWriter::finish() const
{
    LibError error;
    const auto failed = [](const std::string& why) { return FileError("the ZIP archive could not be made: " + why); };
    const Source target(zip_source_buffer_create(nullptr, 0, 0, &error.value));
    if (!target)
        throw failed(error.text());
    zip_source_keep(target.get()); // the archive frees its own share
    struct Discard {
        void operator()(zip_t* zip) const { zip_discard(zip); }
    };
    std::unique_ptr<zip_t, Discard> zip(zip_open_from_source(target.get(), ZIP_TRUNCATE, &error.value));
    if (!zip) {
        zip_source_free(target.get());
        throw failed(error.text());
    }
    for (const Entry& entry : m_entries) {
        Source bytes(zip_source_buffer(zip.get(), entry.bytes.data(), entry.bytes.size(), 0));
        const zip_int64_t index
            = bytes ? zip_file_add(zip.get(), entry.name.c_str(), bytes.get(), ZIP_FL_ENC_UTF_8) : -1;
        if (index < 0)
            throw failed(zip_strerror(zip.get()));
        (void)bytes.release();
        const auto number = static_cast<zip_uint64_t>(index);
        const bool stored = entry.packing == Packing::stored;
        zip_set_file_compression(zip.get(), number, stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0);
        zip_file_set_mtime(zip.get(), number, kNoTime, 0);
    }
    if (zip_close(zip.get()) != 0)
        throw failed(zip_strerror(zip.get()));
    (void)zip.release();
    zip_stat_t stat;
    if (zip_source_stat(target.get(), &stat) != 0 || zip_source_open(target.get()) != 0)
        throw failed(zip_error_strerror(zip_source_error(target.get())));
    std::vector<std::byte> archive(static_cast<std::size_t>(stat.size));
    const zip_int64_t got = zip_source_read(target.get(), archive.data(), archive.size());
    zip_source_close(target.get());
    if (got != static_cast<zip_int64_t>(archive.size()))
        throw failed("its bytes could not be read back");
    return archive;
}

} // namespace tessera::core
