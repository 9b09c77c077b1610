// SPDX-License-Identifier: GPL-3.0-or-later
// The two files of one document's journal: a project, and what happened since. Used on one worker, in order; after the
// first failure it writes nothing more.
#pragma once

#include "app/projects/project_snapshot.h"
#include "core/files/journal.h"

#include <filesystem>
#include <memory>
#include <string>

namespace tessera::app {

class JournalFiles {
public:
    /// `stem`: "folder/3"; files get numbers and endings.
    explicit JournalFiles(std::filesystem::path stem) : m_stem(std::move(stem)) {}

    /// Begins anew from this snapshot; what was written before goes when the new files are there. `unsaved`: it is saved
    /// nowhere. Throws core::Error.
    void begin(ProjectSnapshot snapshot, bool unsaved);
    /// The same from a project.
    void begin(const core::Project& project, bool unsaved);
    /// Throws core::FileError. Nothing where begin() failed.
    void append(const core::HistoryEvent& event);
    void remove(); ///< all of it

private:
    std::filesystem::path file(int number, const char* ending) const;

    std::filesystem::path m_stem;
    int m_number = 0;
    std::unique_ptr<core::JournalWriter> m_writer;
};

} // namespace tessera::app
