// SPDX-License-Identifier: GPL-3.0-or-later
// The journal of one document on the disk. Used on one worker, in order; after the first failure it writes nothing more.
#pragma once

#include "app/projects/project_snapshot.h"
#include "core/files/journal.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace tessera::app {

class JournalFiles {
public:
    /// `stem`: "folder/3"; the file gets a number and an ending.
    explicit JournalFiles(std::filesystem::path stem) : m_stem(std::move(stem)) {}

    /// Begins anew from this project, whose file is `savedTo`, empty for none; what was written before goes when the new
    /// file is there. `unsaved`: this is not what that file holds. Throws core::Error.
    void begin(const core::Project& project, bool unsaved, const std::string& savedTo);
    /// Throws core::FileError. Nothing where begin() failed.
    void append(const core::HistoryEvent& event);
    void remove();

    /// What makes all that was appended safe from a power cut, for another thread: it takes as long as the disk does.
    /// Empty where nothing is to be done, or where such work has been handed out that is not begun yet.
    std::function<void()> syncWork();

private:
    /// Lives until nobody needs its file any more.
    struct Open {
        Open(const std::filesystem::path& path, const core::Project& base) : writer(path, base) {}
        core::JournalWriter writer;
        std::atomic<bool> isToBeSynced = false;
    };
    std::filesystem::path file(int number) const;

    std::filesystem::path m_stem;
    int m_number = 0;
    std::shared_ptr<Open> m_open;
};

} // namespace tessera::app
