// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recovery/journal_files.h"

#include "core/atomic_file.h"

#include <system_error>
#include <utility>

namespace tessera::app {

std::filesystem::path JournalFiles::file(int number, const char* ending) const
{
    return m_stem.string() + "-" + std::to_string(number) + ending;
}

void JournalFiles::begin(ProjectSnapshot snapshot, bool unsaved)
{
    snapshot.isBrief = true;
    begin(finish(std::move(snapshot)), unsaved);
}

void JournalFiles::begin(const core::Project& project, bool unsaved)
{
    m_writer.reset();
    const int number = m_number + 1;
    // The journal first: a project without one would hide the pair before it, a journal without a project does not.
    auto writer = std::make_unique<core::JournalWriter>(file(number, ".journal"));
    if (unsaved)
        writer->append({.kind = core::HistoryEvent::Kind::unsaved});
    core::writeFileAtomically(file(number, ".tessera"), core::writeProject(project));
    const int old = std::exchange(m_number, number);
    m_writer = std::move(writer);
    std::error_code ignored;
    for (const char* ending : {".tessera", ".journal"})
        std::filesystem::remove(file(old, ending), ignored);
}

void JournalFiles::append(const core::HistoryEvent& event)
{
    if (!m_writer)
        return;
    try {
        m_writer->append(event);
    } catch (...) {
        m_writer.reset();
        throw;
    }
}

void JournalFiles::remove()
{
    m_writer.reset();
    std::error_code ignored;
    for (const int number : {m_number, m_number + 1}) // a begin() that failed may have left something
        for (const char* ending : {".tessera", ".journal"})
            std::filesystem::remove(file(number, ending), ignored);
}

} // namespace tessera::app
