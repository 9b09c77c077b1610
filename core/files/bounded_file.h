// SPDX-License-Identifier: Apache-2.0
// Reading files that come from strangers: regular files only, never more than a limit, with plain words for what a
// wrong file looks like.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace tessera::core {

/// An open regular file. Anything else (folder, FIFO, device, broken link) is refused at once, without blocking; so are
/// links that lead out of a repository in a cache of Hugging Face.
class InputFile {
public:
    /// Throws FileError naming the file and the reason.
    explicit InputFile(const std::filesystem::path& path);
    ~InputFile();
    InputFile(InputFile&& other) noexcept;
    InputFile& operator=(InputFile&&) = delete;

    const std::filesystem::path& path() const { return m_path; }
    std::uint64_t size() const { return m_size; }
    /// Fills `to` from `offset`. Throws FormatError when the file ends before (also one cut while open), or has been
    /// written to since it was opened: what was judged of it need not hold any more.
    void read(std::uint64_t offset, std::span<std::byte> to) const;

private:
    std::filesystem::path m_path;
    int m_descriptor = -1;
    std::uint64_t m_size = 0;
    timespec m_written{}; ///< last, when it was opened
};

/// The whole file. Throws FormatError when it is larger than `limit` bytes.
std::vector<std::byte> readFile(const std::filesystem::path& path, std::uint64_t limit);

/// What the first bytes look like when they are not what was expected: "a web page (download the file itself)", "a
/// ZIP archive", "a PNG picture", ... or empty.
std::string looksLike(std::span<const std::byte> head);

} // namespace tessera::core
