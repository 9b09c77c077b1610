// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/cache_files.h"

#include "core/atomic_file.h"

#include <QFile>
#include <QStandardPaths>

#include <algorithm>
#include <sys/stat.h>
#include <system_error>
#include <utility>
#include <vector>

namespace tessera::app {
namespace {

namespace fs = std::filesystem;

constexpr std::pair<const char*, std::uintmax_t> kCaches[] = {{"swatches", kSwatchBytes}, {"tuning", kTuningBytes}};

struct CacheFile {
    fs::path path;
    std::uintmax_t bytes = 0;
    std::pair<std::int64_t, std::int64_t> used{}; ///< seconds, nanoseconds
};

std::vector<CacheFile> filesIn(const fs::path& folder)
{
    std::vector<CacheFile> files;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        struct stat status {};
        const bool isHidden = entry->path().filename().string().rfind('.', 0) == 0; // perhaps being written
        if (!isHidden && ::lstat(entry->path().c_str(), &status) == 0 && S_ISREG(status.st_mode))
            files.push_back({entry->path(), static_cast<std::uintmax_t>(status.st_size),
                             {status.st_mtim.tv_sec, status.st_mtim.tv_nsec}});
    }
    return files;
}

} // namespace

fs::path cacheFolder()
{
    const QString cache = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation);
    return cache.isEmpty() ? fs::path() : fs::path(QFile::encodeName(cache).toStdString()) / "tessera";
}

void removeLongestUnused(const fs::path& folder, std::uintmax_t limit)
{
    std::vector<CacheFile> files = filesIn(folder);
    std::ranges::sort(files, std::ranges::greater(), &CacheFile::used);
    std::uintmax_t bytes = 0;
    for (std::size_t i = 0; i < files.size(); ++i) {
        bytes += files[i].bytes;
        std::error_code ignored;
        if (bytes > limit && i > 0) // and so are all that are older
            fs::remove(files[i].path, ignored);
    }
}

void sweepCaches(const fs::path& cache)
{
    for (const auto& [name, limit] : kCaches) {
        core::removeLeftOvers(cache / name);
        removeLongestUnused(cache / name, limit);
    }
}

} // namespace tessera::app
