// SPDX-License-Identifier: Apache-2.0
// ZIP archives in memory, by libzip: what `.tessera` projects and `.npz` files are. Archives may come from strangers:
// everything about an entry is judged from the directory before memory is taken for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace tessera::core {

/// Is it a relative name with forward slashes, without empty parts, "." and ".."?
bool isSafeZipName(const std::string& name);

struct ZipLimits {
    std::size_t entries = 65'535;
    std::uint64_t bytes = std::uint64_t{1} << 30; ///< of all entries together, unpacked
};

struct ZipEntry {
    std::string name; ///< "history.bin", "stamps/3.npy": relative, forward slashes, no "..", UTF-8
    std::uint64_t bytes = 0; ///< unpacked
};

class ZipReader {
public:
    /// `archive` must outlive the reader. Throws FormatError for what is no ZIP, is cut, or has entries that are
    /// encrypted, packed in another way than deflate, named twice, named like places outside the archive, or larger
    /// than the limits or than their packed bytes could unpack to. Entries that are folders are left out.
    explicit ZipReader(std::span<const std::byte> archive, const ZipLimits& limits = {});
    ~ZipReader();
    ZipReader(const ZipReader&) = delete;
    ZipReader& operator=(const ZipReader&) = delete;

    /// In the order of the archive.
    const std::vector<ZipEntry>& entries() const { return m_entries; }
    bool contains(const std::string& name) const;
    /// Unpacks one entry. Throws FormatError when it is missing, larger than `limit` bytes, damaged (by its CRC), or of
    /// another size than it says.
    std::vector<std::byte> read(const std::string& name, std::uint64_t limit) const;

private:
    struct Closer {
        void operator()(void* archive) const;
    };
    std::unique_ptr<void, Closer> m_archive; ///< libzip's zip_t
    std::vector<ZipEntry> m_entries;
    std::vector<std::uint64_t> m_indices; ///< libzip's number of each entry
};

/// Gathers entries and makes an archive of them.
class ZipWriter {
public:
    enum class Packing { deflated, stored };

    /// `name` as ZipReader takes it. Files that are packed already (PNG, JPEG) are better stored.
    void add(std::string name, std::vector<std::byte> bytes, Packing packing = Packing::deflated);
    /// The archive; the same entries give the same bytes. Throws FileError where libzip fails, and without entries.
    std::vector<std::byte> finish() const;

private:
    struct Entry {
        std::string name;
        std::vector<std::byte> bytes;
        Packing packing;
    };
    std::vector<Entry> m_entries;
};

} // namespace tessera::core
