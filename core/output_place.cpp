// SPDX-License-Identifier: Apache-2.0
#include "core/output_place.h"

#include "core/error.h"
#include "core/text.h"

#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace tessera::core {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestPath = 400;

[[noreturn]] void refuse(const std::string& reason, const std::string& remedy)
{
    throw FileError(reason + "; " + remedy);
}

std::string reasonOf(int error) { return std::generic_category().message(error); }

bool mayWrite(const fs::path& path, int how) { return ::faccessat(AT_FDCWD, path.c_str(), how, AT_EACCESS) == 0; }

std::string cannotWrite(const fs::path& path) { return "cannot write " + printable(path.string(), kLongestPath); }

/// What the file system takes at most, and what this name has.
void checkName(const fs::path& folder, const fs::path& target)
{
    const std::size_t length = target.filename().string().size();
    const long most = ::pathconf(folder.c_str(), _PC_NAME_MAX);
    if (length > static_cast<std::size_t>(most > 0 ? most : NAME_MAX))
        refuse("the name has " + std::to_string(length) + " bytes, the limit here is "
                   + std::to_string(most > 0 ? most : NAME_MAX),
               "choose a shorter name");
}

void checkFolder(const fs::path& folder)
{
    struct stat status {};
    const std::string name = "the folder " + printable(folder.string(), kLongestPath);
    if (::stat(folder.c_str(), &status) != 0)
        refuse(name + " cannot be used: " + reasonOf(errno), "choose one that is there, or make it first");
    if (!S_ISDIR(status.st_mode))
        refuse(printable(folder.string(), kLongestPath) + " is a file; expected a folder", "choose another folder");
    if (!mayWrite(folder, W_OK | X_OK))
        refuse(name + " cannot be written to: " + reasonOf(errno), "choose another folder");
}

void checkTarget(const fs::path& target)
{
    struct stat status {};
    if (::stat(target.c_str(), &status) != 0) {
        if (errno != ENOENT)
            refuse(reasonOf(errno), "choose another name");
        return;
    }
    if (S_ISDIR(status.st_mode))
        refuse("it is a folder; expected the name of a file", "choose a name in it");
    if (!S_ISREG(status.st_mode))
        refuse(std::string("it is ") + (S_ISFIFO(status.st_mode) ? "a FIFO" : "a device") + "; expected a file",
               "choose another name");
    // A rename would get past the write protection of the file itself.
    if (!mayWrite(target, W_OK))
        refuse("it is there and may not be replaced: " + reasonOf(errno), "choose another name");
}

fs::path folderOf(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

fs::path followed(const fs::path& path)
{
    constexpr int kMostLinks = 40; // as Linux
    fs::path target = path;
    for (int links = 0; links < kMostLinks; ++links) {
        std::error_code error;
        if (!fs::is_symlink(fs::symlink_status(target, error)))
            return target;
        const fs::path next = fs::read_symlink(target, error);
        if (error)
            refuse(error.message(), "choose another name");
        target = target.parent_path() / next; // an absolute `next` replaces it all
    }
    refuse(reasonOf(ELOOP), "choose another name");
}

void check(const fs::path& path)
{
    std::error_code ignored;
    if (!path.has_filename() && !fs::is_directory(path, ignored))
        refuse("it has no file name", "choose the name of a file");
    const fs::path target = followed(path), folder = folderOf(target);
    checkFolder(folder);
    checkName(folder, target);
    checkTarget(target);
}

} // namespace

fs::path linkTarget(const fs::path& path)
{
    return withContext(cannotWrite(path), [&path] { return followed(path); });
}

bool isSameFile(const fs::path& a, const fs::path& b)
{
    std::error_code unknown;
    if (fs::equivalent(a, b, unknown))
        return true;
    try {
        const auto written = [&unknown](const fs::path& path) {
            return fs::weakly_canonical(followed(fs::absolute(path, unknown)), unknown);
        };
        return written(a) == written(b);
    } catch (const FileError&) { // a circle of links is no file
        return false;
    }
}

std::string obstacleTo(const fs::path& path)
{
    try {
        check(path);
    } catch (const FileError& obstacle) {
        return obstacle.what();
    }
    return {};
}

void checkCanBeWritten(const fs::path& path)
{
    withContext(cannotWrite(path), [&path] { check(path); });
}

void checkCanBeMade(const fs::path& path)
{
    std::error_code ignored;
    fs::path folder = folderOf(path);
    if (fs::is_directory(folder, ignored)) {
        checkCanBeWritten(path);
        return;
    }
    while (!fs::exists(folder, ignored) && folder.has_relative_path() && folder != folder.parent_path())
        folder = folderOf(folder);
    withContext(cannotWrite(path), [&folder] { checkFolder(folder); });
}

} // namespace tessera::core
