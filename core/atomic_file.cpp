// SPDX-License-Identifier: Apache-2.0
#include "core/atomic_file.h"

#include "core/error.h"
#include "core/output_place.h"
#include "core/text.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

namespace tessera::core {

namespace {

namespace fs = std::filesystem;

/// Of files that are being written: a number between.
constexpr std::string_view kPrefix = ".tessera-", kSuffix = ".tmp";

[[noreturn]] void cannotWrite(const fs::path& path, const std::string& reason)
{
    throw FileError("cannot write " + printable(path.string()) + ": " + reason);
}

[[noreturn]] void cannotWrite(const fs::path& path, int error)
{
    cannotWrite(path, std::generic_category().message(error));
}

/// A system call again until no signal interrupts it; its result, as ever negative for an error.
template <class Call>
auto uninterrupted(Call&& call)
{
    for (;;)
        if (const auto result = call(); result >= 0 || errno != EINTR)
            return result;
}

/// The permissions of the file that will be replaced, none where there is none. Throws when it may not be replaced.
std::optional<mode_t> permissionsOf(const fs::path& target, const fs::path& path)
{
    struct stat status {};
    if (::stat(target.c_str(), &status) != 0) {
        if (errno == ENOENT)
            return {};
        cannotWrite(path, errno);
    }
    if (S_ISDIR(status.st_mode))
        cannotWrite(path, "it is a folder");
    if (!S_ISREG(status.st_mode))
        cannotWrite(path, S_ISFIFO(status.st_mode) ? "it is a FIFO, not a file" : "it is a device, not a file");
    // A rename would get past the write protection of the file itself.
    if (::faccessat(AT_FDCWD, target.c_str(), W_OK, AT_EACCESS) != 0)
        cannotWrite(path, errno);
    return status.st_mode & 07777U;
}

class Descriptor {
public:
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int number() const { return m_number; }
    /// Some file systems report a failed write only here.
    bool close()
    {
        // After EINTR Linux has closed it all the same.
        return ::close(std::exchange(m_number, -1)) == 0 || errno == EINTR;
    }

private:
    int m_number;
};

/// Marks a new file as one that is being written, so that nobody takes it for a left-over. False where somebody has done
/// just that meanwhile. Where files cannot be locked, nobody can take it for one.
bool isKept(int number)
{
    struct stat status {};
    if (uninterrupted([&] { return ::flock(number, LOCK_EX | LOCK_NB); }) != 0)
        return errno != EWOULDBLOCK;
    return ::fstat(number, &status) == 0 && status.st_nlink > 0;
}

/// A file that is not there yet, beside the target; removed again unless it is renamed.
class TemporaryFile {
public:
    TemporaryFile(const fs::path& target, const fs::path& path, std::optional<mode_t> permissions)
        : m_path(path), m_file(create(target, permissions))
    {
    }

    ~TemporaryFile()
    {
        if (!m_name.empty())
            ::unlink(m_name.c_str());
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    void write(std::span<const std::byte> bytes)
    {
        constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;
        while (!bytes.empty()) {
            const ssize_t done = uninterrupted(
                [&] { return ::write(m_file.number(), bytes.data(), std::min(bytes.size(), kMostAtOnce)); });
            if (done <= 0)
                cannotWrite(m_path, done < 0 ? errno : EIO);
            bytes = bytes.subspan(static_cast<std::size_t>(done));
        }
    }

    /// On the disk, closed, under the final name.
    void finish(const fs::path& target)
    {
        if (uninterrupted([&] { return ::fsync(m_file.number()); }) != 0)
            cannotWrite(m_path, errno);
        // The lock lasts as long as the last descriptor: until the file has its name, it must not look like a left-over.
        const Descriptor locked(::fcntl(m_file.number(), F_DUPFD_CLOEXEC, 0));
        if (!m_file.close())
            cannotWrite(m_path, errno);
        if (uninterrupted([&] { return ::rename(m_name.c_str(), target.c_str()); }) != 0)
            cannotWrite(m_path, errno);
        m_name.clear();
    }

private:
    int create(const fs::path& target, std::optional<mode_t> permissions)
    {
        constexpr int kTries = 100;
        std::random_device random;
        int number = -1;
        for (int i = 0; i < kTries && number < 0; ++i) {
            m_name = target.parent_path() / (std::string(kPrefix) + std::to_string(random()) + std::string(kSuffix));
            // The kernel takes the umask off; a file of stricter permissions is at no moment open to others.
            number = ::open(m_name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                            permissions.value_or(0666) & 0666U);
            if (number < 0 && errno != EEXIST && errno != EINTR)
                break;
            if (number >= 0 && !isKept(number)) {
                ::close(number);
                number = -1;
                errno = EEXIST;
            }
        }
        if (number < 0) {
            const int error = errno;
            m_name.clear();
            cannotWrite(m_path, error);
        }
        if (permissions && uninterrupted([&] { return ::fchmod(number, *permissions); }) != 0) {
            const int error = errno;
            ::close(number);
            ::unlink(m_name.c_str());
            cannotWrite(m_path, error);
        }
        return number;
    }

    fs::path m_path; ///< as the caller named the target
    std::string m_name;
    Descriptor m_file;
};

} // namespace

void writeFileAtomically(const fs::path& path, std::span<const std::byte> bytes)
{
    writeFileAtomically(path, std::span(&bytes, 1));
}

void writeFileAtomically(const fs::path& path, std::span<const std::span<const std::byte>> pieces)
{
    if (!path.has_filename())
        cannotWrite(path, "it has no file name");
    const fs::path target = linkTarget(path);
    const std::optional<mode_t> permissions = permissionsOf(target, path);
    const fs::path folderPath = target.has_parent_path() ? target.parent_path() : ".";
    // Opened first, so that nothing but its fsync can fail after the rename. A folder that may not be read is still
    // one to write in.
    const Descriptor folder(
        uninterrupted([&] { return ::open(folderPath.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
    if (folder.number() < 0 && errno != EACCES)
        cannotWrite(path, errno);

    TemporaryFile temporary(target, path, permissions);
    for (const std::span<const std::byte> piece : pieces)
        temporary.write(piece);
    temporary.finish(target);

    if (folder.number() < 0 || uninterrupted([&] { return ::fsync(folder.number()); }) == 0)
        return;
    if (errno != EINVAL && errno != ENOTSUP && errno != EROFS) // what file systems say that cannot
        cannotWrite(path, "it was replaced, but its folder could not be brought to the disk: "
                              + std::generic_category().message(errno));
}

namespace {

/// A folder goes with the files in it; one with folders in it is none of ours.
void removeFolder(const fs::path& folder)
{
    std::error_code error;
    std::vector<fs::path> files;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        if (!fs::is_regular_file(entry->symlink_status(error)))
            return;
        files.push_back(entry->path());
    }
    if (error)
        return;
    for (const fs::path& file : files)
        ::unlink(file.c_str());
    ::rmdir(folder.c_str());
}

} // namespace

void removeLeftOvers(const fs::path& folder)
{
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name.size() <= kPrefix.size() + kSuffix.size() || name.rfind(kPrefix, 0) != 0
            || name.compare(name.size() - kSuffix.size(), kSuffix.size(), kSuffix) != 0)
            continue;
        const Descriptor file(::open(entry->path().c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW));
        struct stat status {};
        const bool isOurs = file.number() >= 0 && ::fstat(file.number(), &status) == 0
            && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode)) && status.st_uid == ::geteuid();
        if (!isOurs || ::flock(file.number(), LOCK_EX | LOCK_NB) != 0)
            continue;
        if (S_ISDIR(status.st_mode))
            removeFolder(entry->path());
        else
            ::unlink(entry->path().c_str());
    }
}

} // namespace tessera::core
