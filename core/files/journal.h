// SPDX-License-Identifier: Apache-2.0
// The recovery journal of a document: its events, appended to a file as they happen, beside a project that holds what was
// before the first of them. A kill at any moment leaves a file whose last record is cut at most.
#pragma once

#include "core/files/project.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace tessera::core {

class JournalWriter {
public:
    /// Makes a new file. Throws FileError.
    explicit JournalWriter(const std::filesystem::path& path);
    ~JournalWriter();
    JournalWriter(const JournalWriter&) = delete;
    JournalWriter& operator=(const JournalWriter&) = delete;

    /// Once this returns, not even a kill can lose the event (a power cut can). Throws FileError.
    void append(const HistoryEvent& event);

private:
    std::filesystem::path m_path;
    int m_descriptor;
};

struct Replayed {
    std::size_t events = 0; ///< steps, their parts, undos and redos that happened after the project was written
    std::size_t edits = 0;  ///< the same without the parts
    std::string savedTo;    ///< where it was saved last after that; empty for nowhere
    bool unsaved = false;   ///< is there something that is saved nowhere?
    bool whole = true;      ///< false where the journal's end is cut, damaged or does not fit
};

/// Takes `project` to where its journal ends; an end that is cut or does not fit is left out.
Replayed replayJournal(std::span<const std::byte> journal, Project& project);

} // namespace tessera::core
