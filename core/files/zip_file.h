// SPDX-License-Identifier: Apache-2.0
// ZIP archives that are too large to be taken into memory, as torch checkpoints are: the directory is read and judged
// completely, entries are read from the file where they lie. Nothing is ever unpacked to the disk.
#pragma once

#include "core/files/bounded_file.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tessera::core {

/// One file in the archive.
struct ZipPart {
    std::string name; ///< relative, forward slashes, no "..", no two that differ in case alone
    std::uint64_t begin = 0; ///< of its bytes in the archive's file
    std::uint64_t packed = 0; ///< bytes there
    std::uint64_t bytes = 0; ///< unpacked
    std::uint32_t crc = 0;
    bool deflated = false; ///< otherwise stored as it is
};

class ZipFile {
public:
    static constexpr std::size_t kMostEntries = 65'535;

    /// Reads the directory. Throws FileError or FormatError: no archive, cut, an end record that is not the file's end,
    /// several volumes, encrypted or oddly packed entries, sizes that the file cannot hold, local headers that tell
    /// otherwise than the directory, entries that overlap, names that occur twice or lead elsewhere. Folders are left
    /// out.
    explicit ZipFile(const std::filesystem::path& path);

    const InputFile& file() const { return m_file; }
    const std::vector<ZipPart>& parts() const { return m_parts; }
    /// Null where there is none of this very name.
    const ZipPart* find(const std::string& name) const;

    /// Torch can be told to write none: then all are zero. Where any entry has one, zero is a checksum like others.
    bool hasChecksums() const;

    /// Unpacks a part. Throws FormatError when it has more than `limit` bytes, unpacks to more or less than it says, or
    /// is damaged by its checksum.
    std::vector<std::byte> read(const ZipPart& part, std::uint64_t limit) const;
    /// Compares the checksum of a stored part, if the archive has checksums. Throws FormatError.
    void check(const ZipPart& part) const;

private:
    InputFile m_file;
    std::vector<ZipPart> m_parts; ///< sorted by name
};

} // namespace tessera::core
