// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recovery/recovered.h"

#include "core/error.h"
#include "core/files/bounded_file.h"
#include "core/files/journal.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

namespace tessera::app {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostJournal = std::uint64_t{2} << 30;

struct Pair {
    int number = 0;
    fs::path project, journal;
};

/// "3-2.tessera" -> document "3", number 2.
std::optional<std::pair<std::string, int>> parsed(const fs::path& file)
{
    const std::string stem = file.stem().string();
    const std::size_t dash = stem.find('-');
    int number = 0;
    if (dash == std::string::npos)
        return {};
    const auto [end, error] = std::from_chars(stem.data() + dash + 1, stem.data() + stem.size(), number);
    if (error != std::errc() || end != stem.data() + stem.size())
        return {};
    return std::pair(stem.substr(0, dash), number);
}

RecoveredWork read(const Pair& pair)
{
    RecoveredWork work;
    auto project = std::make_shared<core::Project>(
        core::withContext(pair.project.string(), [&] {
            return core::readProject(core::readFile(pair.project, core::kMostProjectBytes));
        }));
    work.time = fs::last_write_time(pair.project);
    if (!pair.journal.empty()) {
        const core::Replayed replayed = core::replayJournal(core::readFile(pair.journal, kMostJournal), *project);
        work.edits = replayed.unsaved ? std::max<std::size_t>(replayed.edits, 1) : 0;
        work.savedTo = replayed.savedTo;
        work.time = fs::last_write_time(pair.journal);
    }
    work.project = std::move(project);
    return work;
}

void removeIfEmpty(const fs::path& folder)
{
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error))
        if (entry.path().filename() != "lock")
            return;
    fs::remove(folder / "lock", error);
    fs::remove(folder, error);
}

/// Of each document the newest project that is whole counts; older files are left-overs of a change.
void lookThrough(LeftFolder& folder, std::vector<std::string>& problems)
{
    std::map<std::string, std::map<int, Pair, std::greater<>>> documents;
    std::vector<fs::path> rest;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder.path)) {
        const fs::path& path = entry.path();
        const auto place = parsed(path);
        if (place && path.extension() == ".tessera")
            documents[place->first][place->second].project = path;
        else if (place && path.extension() == ".journal")
            documents[place->first][place->second].journal = path;
        else if (path.filename().string().rfind(".tessera-", 0) == 0)
            rest.push_back(path); // a file that was being written
    }
    for (const auto& [document, pairs] : documents) {
        std::optional<RecoveredWork> work;
        std::vector<fs::path> files;
        std::string problem;
        for (const auto& [number, pair] : pairs) {
            for (const fs::path& file : {pair.project, pair.journal})
                if (!file.empty())
                    files.push_back(file);
            if (work || pair.project.empty())
                continue;
            try {
                work = read(pair);
            } catch (const core::Error& error) {
                problem = error.what();
            }
        }
        if (work && work->edits > 0) {
            work->files = std::move(files);
            folder.works.push_back(*std::move(work));
        } else if (!work && !problem.empty()) {
            problems.push_back(problem);
        } else {
            rest.insert(rest.end(), files.begin(), files.end());
        }
    }
    std::error_code ignored;
    for (const fs::path& file : rest)
        fs::remove(file, ignored);
}

} // namespace

std::vector<LeftFolder> findLeftWork(const fs::path& root, const fs::path& own, std::vector<std::string>& problems)
{
    std::vector<LeftFolder> folders;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(root, error)) {
        if (!entry.is_directory() || entry.path() == own)
            continue;
        try {
            std::optional<core::FolderLock> lock = core::FolderLock::tryLock(entry.path());
            if (!lock)
                continue;
            LeftFolder folder{entry.path(), std::make_shared<core::FolderLock>(std::move(*lock)), {}};
            lookThrough(folder, problems);
            if (folder.works.empty())
                removeIfEmpty(folder.path);
            else
                folders.push_back(std::move(folder));
        } catch (const std::exception& failure) {
            problems.push_back(failure.what());
        }
    }
    return folders;
}

void discard(const RecoveredWork& work)
{
    std::error_code ignored;
    for (const fs::path& file : work.files)
        fs::remove(file, ignored);
    if (!work.files.empty())
        removeIfEmpty(work.files.front().parent_path());
}

} // namespace tessera::app
