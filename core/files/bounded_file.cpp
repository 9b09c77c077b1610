// SPDX-License-Identifier: Apache-2.0
#include "core/files/bounded_file.h"

#include "core/error.h"
#include "core/files/hub_place.h"
#include "core/text.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace tessera::core {

namespace {

[[noreturn]] void cannotRead(const std::filesystem::path& path, const std::string& reason)
{
    throw FileError("cannot read " + printable(path.string()) + ": " + reason);
}

std::string reasonOf(int error) { return std::generic_category().message(error); }

/// Empty for a regular file.
std::string whyNotAFile(const struct stat& status)
{
    if (S_ISREG(status.st_mode))
        return {};
    if (S_ISDIR(status.st_mode))
        return "it is a folder; expected a file";
    if (S_ISFIFO(status.st_mode))
        return "it is a FIFO; expected a file";
    if (S_ISSOCK(status.st_mode))
        return "it is a socket; expected a file";
    return "it is a device; expected a file";
}

} // namespace

InputFile::InputFile(const std::filesystem::path& path) : m_path(path)
{
    if (const std::filesystem::path target = outsideOfRepository(path); !target.empty())
        cannotRead(path, "it leads out of its repository in the cache, to " + inQuotes(target.string())
                             + "; expected links to blobs of that repository: fetch the model once more");
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) {
        const int error = errno;
        if (error == ENOENT && ::lstat(path.c_str(), &status) == 0)
            cannotRead(path, "it is a link to a file that does not exist");
        cannotRead(path, reasonOf(error));
    }
    // Asked before opening too: opening a device may already do something.
    if (const std::string why = whyNotAFile(status); !why.empty())
        cannotRead(path, why);
    // Without waiting, in case somebody swapped a FIFO in since.
    m_descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (m_descriptor < 0)
        cannotRead(path, reasonOf(errno));
    const bool known = ::fstat(m_descriptor, &status) == 0;
    const std::string why = known ? whyNotAFile(status) : reasonOf(errno);
    if (!why.empty()) {
        ::close(m_descriptor);
        cannotRead(path, why);
    }
    m_size = static_cast<std::uint64_t>(status.st_size);
    m_written = status.st_mtim;
}

InputFile::~InputFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

InputFile::InputFile(InputFile&& other) noexcept
    : m_path(std::move(other.m_path)), m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_size(std::exchange(other.m_size, 0)), m_written(other.m_written)
{
}

void InputFile::read(std::uint64_t offset, std::span<std::byte> to) const
{
    constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;
    std::size_t done = 0;
    while (done < to.size()) {
        const std::size_t wanted = std::min(to.size() - done, kMostAtOnce);
        const ssize_t got = ::pread(m_descriptor, to.data() + done, wanted, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            cannotRead(m_path, reasonOf(errno));
        if (got == 0)
            throw FormatError(printable(m_path.string()) + ": ends after " + grouped(offset + done)
                              + " bytes; expected " + grouped(offset + to.size())
                              + (offset + to.size() <= m_size ? " (it was cut while it was being read)" : ""));
        done += static_cast<std::size_t>(got);
    }
    struct stat status {};
    if (::fstat(m_descriptor, &status) == 0
        && (static_cast<std::uint64_t>(status.st_size) != m_size || status.st_mtim.tv_sec != m_written.tv_sec
            || status.st_mtim.tv_nsec != m_written.tv_nsec))
        throw FormatError(printable(m_path.string())
                          + ": was changed while it was being read; expected a file that nobody writes to: wait until it is "
                            "whole, then open it again");
}

std::vector<std::byte> readFile(const std::filesystem::path& path, std::uint64_t limit)
{
    const InputFile file(path);
    if (file.size() > limit)
        throw FormatError(printable(path.string()) + ": has " + grouped(file.size()) + " bytes; expected at most "
                          + grouped(limit));
    std::vector<std::byte> bytes(file.size());
    file.read(0, bytes);
    return bytes;
}

} // namespace tessera::core
