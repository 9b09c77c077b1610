// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recovery/recovered.h"

#include "core/atomic_file.h"
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

constexpr std::uint64_t kMostJournal = std::uint64_t{1} << 30;

/// The files of one document: the newest journal first.
struct Files {
    std::map<int, fs::path, std::greater<>> journals;
    std::map<int, fs::path> projects; ///< of journals in the first format: what their events happened to
    fs::path picture;

    std::vector<fs::path> all() const
    {
        std::vector<fs::path> all;
        for (const auto& [number, journal] : journals)
            all.push_back(journal);
        for (const auto& [number, project] : projects)
            all.push_back(project);
        if (!picture.empty())
            all.push_back(picture);
        return all;
    }
};

/// "3-2.journal" -> document "3", number 2.
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

using Paths = std::vector<fs::path>;

/// Whole files have that name only: a kill before that leaves none, and the picture may lie where it came from. That is
/// read where a person has opened a picture there.
core::ProjectFile pictureOf(const core::Project& project, const fs::path& kept, const Paths& known)
{
    const fs::path origin = project.picturePath;
    const std::string name = origin.empty() ? "picture.png" : origin.filename().string();
    const bool isKnown = std::ranges::find(known, origin) != known.end();
    for (const fs::path& place : {kept, isKnown ? origin : fs::path()})
        try {
            if (!place.empty())
                return {name, core::readFile(place, core::kMostProjectBytes)};
        } catch (const core::Error&) { // the next place
        }
    return {};
}

/// In the first format the project lay beside the journal, with its picture, and the journal had events alone.
core::Journal readPair(const fs::path& path, const fs::path& project)
{
    core::Journal journal{core::readProject(core::readFile(project, core::kMostProjectBytes)), {}};
    journal.replayed = core::replayEvents(core::readFile(path, kMostJournal), journal.project);
    return journal;
}

RecoveredWork read(const fs::path& path, const fs::path& project, const fs::path& picture, const Paths& known)
{
    core::Journal journal = core::withContext(path.string(), [&] {
        return project.empty() ? core::readJournal(core::readFile(path, kMostJournal)) : readPair(path, project);
    });
    RecoveredWork work;
    work.edits = journal.replayed.unsaved ? std::max<std::size_t>(journal.replayed.edits, 1) : 0;
    work.savedTo = journal.replayed.savedTo;
    work.time = fs::last_write_time(path);
    std::error_code none;
    const fs::file_time_type saved = work.savedTo.empty() ? work.time : fs::last_write_time(work.savedTo, none);
    work.isOlder = !none && saved > work.time;
    if (work.edits > 0 && project.empty())
        journal.project.picture = pictureOf(journal.project, picture, known);
    work.project = std::make_shared<const core::Project>(std::move(journal.project));
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

/// Of each document the newest journal that is whole counts; older files are left-overs of a change.
void lookThrough(LeftFolder& folder, const Paths& known, std::vector<std::string>& problems)
{
    std::map<std::string, Files> documents;
    std::vector<fs::path> rest;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder.path)) {
        const fs::path& path = entry.path();
        const auto place = parsed(path);
        if (place && path.extension() == ".journal")
            documents[place->first].journals[place->second] = path;
        else if (place && path.extension() == ".tessera")
            documents[place->first].projects[place->second] = path;
        else if (path.extension() == ".picture")
            documents[path.stem().string()].picture = path;
    }
    core::removeLeftOvers(folder.path);
    for (const auto& [document, files] : documents) {
        std::optional<RecoveredWork> work;
        std::string problem;
        for (const auto& [number, journal] : files.journals)
            try {
                const auto project = files.projects.find(number);
                if (!work)
                    work = read(journal, project == files.projects.end() ? fs::path() : project->second, files.picture,
                                known);
            } catch (const core::Error& error) {
                problem = error.what();
            }
        const std::vector<fs::path> all = files.all();
        if (work && work->edits > 0) {
            work->files = all;
            folder.works.push_back(*std::move(work));
        } else if (!work && !problem.empty()) {
            problems.push_back(problem);
        } else {
            rest.insert(rest.end(), all.begin(), all.end());
        }
    }
    std::error_code ignored;
    for (const fs::path& file : rest)
        fs::remove(file, ignored);
}

} // namespace

std::vector<LeftFolder> findLeftWork(const fs::path& root, const fs::path& own, const Paths& known,
                                     std::vector<std::string>& problems)
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
            lookThrough(folder, known, problems);
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
