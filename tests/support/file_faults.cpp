// SPDX-License-Identifier: Apache-2.0
#include "tests/support/file_faults.h"

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <dlfcn.h>
#include <mutex>
#include <string>
#include <sys/types.h>

// The headers that declare these functions are left out: some give the names other meanings.
extern "C" ssize_t readlink(const char* path, char* buffer, std::size_t size) noexcept;

namespace tessera::tests {
namespace {

constexpr int kWriting = 03 | 0100; ///< O_WRONLY, O_RDWR, O_CREAT

struct Plan {
    std::string folder; ///< empty: none
    int nth = 0;
    int calls = 0;
    FileFaults::Kind kind{};
    int error = 0;
};

std::mutex s_mutex;
Plan s_plan;
std::atomic<bool> s_isPlanned = false;

template <class Function>
Function real(const char* name)
{
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

enum class Fate { none, fails, isCut };

/// What becomes of a call on this file; sets errno where it fails.
Fate fateOf(const std::string& path, bool isWrite)
{
    const std::scoped_lock lock(s_mutex);
    if (s_plan.folder.empty() || (path + "/").rfind(s_plan.folder, 0) != 0) // the folder too
        return Fate::none;
    const int call = ++s_plan.calls;
    const bool isFull = s_plan.kind == FileFaults::Kind::fullDisk;
    if (call != s_plan.nth && !(isFull && call > s_plan.nth && isWrite))
        return Fate::none;
    if (isWrite && (s_plan.kind == FileFaults::Kind::shortWrite || (isFull && call == s_plan.nth)))
        return Fate::isCut;
    if (s_plan.kind == FileFaults::Kind::shortWrite)
        return Fate::none;
    errno = isFull ? ENOSPC : s_plan.error;
    return Fate::fails;
}

bool fails(const char* path)
{
    return s_isPlanned && fateOf(path, false) == Fate::fails;
}

std::string pathOf(int number)
{
    char buffer[4096];
    const ssize_t size = ::readlink(("/proc/self/fd/" + std::to_string(number)).c_str(), buffer, sizeof(buffer));
    return {buffer, static_cast<std::size_t>(size < 0 ? 0 : size)};
}

bool fails(int number)
{
    return s_isPlanned && fateOf(pathOf(number), false) == Fate::fails;
}

} // namespace

void FileFaults::plan(const std::filesystem::path& folder, int nth, Kind kind, int error)
{
    const std::scoped_lock lock(s_mutex);
    s_plan = {std::filesystem::canonical(folder).string() + "/", nth, 0, kind, error};
    s_isPlanned = true;
}

void FileFaults::none()
{
    const std::scoped_lock lock(s_mutex);
    s_plan.folder.clear();
    s_isPlanned = false;
}

bool FileFaults::hasStruck()
{
    const std::scoped_lock lock(s_mutex);
    return s_plan.calls >= s_plan.nth;
}

} // namespace tessera::tests

using namespace tessera::tests;

// The mode is passed on whether there is one or not, as the C library itself does.
#define TAKE_MODE(after)                                                                                               \
    std::va_list arguments;                                                                                            \
    va_start(arguments, after);                                                                                        \
    const unsigned mode = va_arg(arguments, unsigned);                                                                 \
    va_end(arguments)

extern "C" {

int open(const char* path, int flags, ...)
{
    TAKE_MODE(flags);
    static const auto next = real<int (*)(const char*, int, ...)>("open");
    return (flags & kWriting) != 0 && fails(path) ? -1 : next(path, flags, mode);
}

int open64(const char* path, int flags, ...)
{
    TAKE_MODE(flags);
    static const auto next = real<int (*)(const char*, int, ...)>("open64");
    return (flags & kWriting) != 0 && fails(path) ? -1 : next(path, flags, mode);
}

ssize_t write(int number, const void* bytes, std::size_t size)
{
    static const auto next = real<ssize_t (*)(int, const void*, std::size_t)>("write");
    switch (s_isPlanned ? fateOf(pathOf(number), true) : Fate::none) {
    case Fate::fails:
        return -1;
    case Fate::isCut:
        return next(number, bytes, (size + 1) / 2);
    case Fate::none:
        break;
    }
    return next(number, bytes, size);
}

int fsync(int number)
{
    static const auto next = real<int (*)(int)>("fsync");
    return fails(number) ? -1 : next(number);
}

int fdatasync(int number)
{
    static const auto next = real<int (*)(int)>("fdatasync");
    return fails(number) ? -1 : next(number);
}

int fchmod(int number, unsigned mode) noexcept
{
    static const auto next = real<int (*)(int, unsigned)>("fchmod");
    return fails(number) ? -1 : next(number, mode);
}

int close(int number)
{
    static const auto next = real<int (*)(int)>("close");
    const bool failed = fails(number); // the file is closed all the same
    const int error = errno, result = next(number);
    if (failed)
        errno = error;
    return failed ? -1 : result;
}

int rename(const char* from, const char* to) noexcept
{
    static const auto next = real<int (*)(const char*, const char*)>("rename");
    return fails(to) ? -1 : next(from, to);
}

int renameat2(int fromFolder, const char* from, int toFolder, const char* to, unsigned flags) noexcept
{
    static const auto next = real<int (*)(int, const char*, int, const char*, unsigned)>("renameat2");
    return fails(to) ? -1 : next(fromFolder, from, toFolder, to, flags);
}

int linkat(int fromFolder, const char* from, int toFolder, const char* to, int flags) noexcept
{
    static const auto next = real<int (*)(int, const char*, int, const char*, int)>("linkat");
    return fails(to) ? -1 : next(fromFolder, from, toFolder, to, flags);
}
}
