// SPDX-License-Identifier: Apache-2.0
#include "core/model/hub_cache.h"

#include "core/error.h"
#include "core/files/bounded_file.h"
#include "core/files/hub_place.h"
#include "core/files/paths.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <system_error>

namespace tessera::core {

namespace {

namespace fs = std::filesystem;

/// Empty unless the variable holds something.
fs::path pathFrom(const char* variable)
{
    const char* const value = std::getenv(variable);
    return value && *value ? fs::path(value) : fs::path();
}

/// The same with a leading "~" as the home.
fs::path expandedFrom(const char* variable)
{
    const fs::path path = pathFrom(variable), home = pathFrom("HOME");
    if (path.empty() || *path.begin() != "~" || home.empty())
        return path;
    fs::path expanded = home;
    for (auto part = std::next(path.begin()); part != path.end(); ++part)
        expanded /= *part;
    return expanded;
}

/// What refs/main says, if it is a plain word.
std::string mainRevision(const fs::path& repository)
{
    constexpr std::uint64_t kMost = 200;
    try {
        const std::vector<std::byte> bytes = readFile(repository / "refs" / "main", kMost);
        std::string word(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        while (!word.empty() && (word.back() == '\n' || word.back() == '\r' || word.back() == ' '))
            word.pop_back();
        const bool plain = !word.empty() && std::ranges::all_of(word, [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        });
        return plain ? word : std::string();
    } catch (const Error&) {
        return {};
    }
}

} // namespace

fs::path hubCacheFolder()
{
    if (fs::path chosen = expandedFrom("HF_HUB_CACHE"); !chosen.empty())
        return chosen;
    if (const fs::path home = expandedFrom("HF_HOME"); !home.empty())
        return home / "hub";
    if (const fs::path cache = expandedFrom("XDG_CACHE_HOME"); !cache.empty())
        return cache / "huggingface" / "hub";
    const fs::path home = pathFrom("HOME");
    return home.empty() ? home : home / ".cache" / "huggingface" / "hub";
}

std::vector<HubRepository> hubRepositories(const fs::path& cache)
{
    std::vector<HubRepository> all;
    for (const std::string& name : namesIn(cache))
        if (name.starts_with(kHubPrefix) && isFolder(cache / name))
            all.push_back({hubNameFrom(name), cache / name});
    std::ranges::sort(all, {}, &HubRepository::name);
    return all;
}

fs::path snapshotOf(const fs::path& repository)
{
    const fs::path snapshots = repository / "snapshots";
    if (const std::string revision = mainRevision(repository); !revision.empty() && isFolder(snapshots / revision))
        return snapshots / revision;
    fs::path newest;
    fs::file_time_type when{};
    for (const std::string& name : namesIn(snapshots)) {
        std::error_code error;
        const fs::file_time_type changed = fs::last_write_time(snapshots / name, error);
        if (!error && isFolder(snapshots / name) && (newest.empty() || changed > when)) {
            newest = snapshots / name;
            when = changed;
        }
    }
    return newest;
}

fs::path hubModelPath(const fs::path& cache, const std::string& name)
{
    for (const HubRepository& repository : hubRepositories(cache)) {
        if (repository.name == name)
            return repository.folder;
        if (!name.starts_with(repository.name + "/"))
            continue;
        const fs::path rest = name.substr(repository.name.size() + 1), snapshot = snapshotOf(repository.folder);
        const bool isPlain = !rest.is_absolute() && std::ranges::find(rest, fs::path("..")) == rest.end();
        if (isPlain && !snapshot.empty() && isThere(snapshot / rest))
            return snapshot / rest;
    }
    return {};
}

bool isInHubCache(const fs::path& path)
{
    std::error_code ignored;
    const fs::path whole = fs::weakly_canonical(fs::absolute(path, ignored), ignored);
    const fs::path cache = fs::weakly_canonical(hubCacheFolder(), ignored);
    return hubPlaceOf(whole) || (!cache.empty() && std::ranges::mismatch(cache, whole).in1 == cache.end());
}

} // namespace tessera::core
