// SPDX-License-Identifier: Apache-2.0
// The recovery journal of a document: one file, whose first record is a project without its picture (what was there
// before the first event) and whose others are events, appended as they happen. A kill at any moment leaves a file whose
// last record is cut at most.
#pragma once

#include "core/files/project.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace tessera::core {

class JournalWriter {
public:
    /// Makes a new file that begins with `base`, without its picture. Throws FileError.
    JournalWriter(const std::filesystem::path& path, Project base);
    ~JournalWriter();
    JournalWriter(const JournalWriter&) = delete;
    JournalWriter& operator=(const JournalWriter&) = delete;

    /// Once this returns, not even a kill can lose the event (a power cut can). Throws FileError.
    void append(const HistoryEvent& event);
    /// Once this returns, not even a power cut can lose what was appended before it was called. May be called on another
    /// thread than append(). Throws FileError.
    void sync();

private:
    void write(std::span<const std::byte> bytes);

    std::filesystem::path m_path;
    int m_descriptor = -1;
};

struct Replayed {
    std::size_t events = 0; ///< steps, their parts, undos and redos that happened after the project was written
    std::size_t edits = 0;  ///< the same without the parts
    std::string savedTo;    ///< where it was saved last after that; empty for nowhere
    bool unsaved = false;   ///< is there something that is saved nowhere?
    bool whole = true;      ///< false where the journal's end is cut, damaged or does not fit
};

/// Takes `project` to where these events end; an end that is cut or does not fit is left out.
Replayed replayEvents(std::span<const std::byte> events, Project& project);

struct Journal {
    Project project; ///< without its picture, and with all that happened
    Replayed replayed;
};

/// A whole file. Throws FormatError where its first record is cut or damaged: then nothing is known.
Journal readJournal(std::span<const std::byte> journal);

} // namespace tessera::core
