// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recovery/journal_files.h"

#include <system_error>
#include <utility>

namespace tessera::app {

std::filesystem::path JournalFiles::file(int number) const
{
    return m_stem.string() + "-" + std::to_string(number) + ".journal";
}

void JournalFiles::begin(const core::Project& project, bool unsaved, const std::string& savedTo)
{
    m_open.reset();
    auto open = std::make_shared<Open>(file(m_number + 1), project);
    using Kind = core::HistoryEvent::Kind;
    if (unsaved || !savedTo.empty())
        open->writer.append({.kind = unsaved ? Kind::unsaved : Kind::saved, .path = savedTo});
    const int old = m_number++;
    m_open = std::move(open);
    std::error_code ignored;
    std::filesystem::remove(file(old), ignored);
}

void JournalFiles::append(const core::HistoryEvent& event)
{
    if (!m_open)
        return;
    try {
        m_open->writer.append(event);
    } catch (...) {
        m_open.reset();
        throw;
    }
}

void JournalFiles::remove()
{
    m_open.reset();
    std::error_code ignored;
    for (const int number : {m_number, m_number + 1}) // a begin() that failed may have left something
        std::filesystem::remove(file(number), ignored);
}

std::function<void()> JournalFiles::syncWork()
{
    if (!m_open || m_open->isToBeSynced.exchange(true))
        return {};
    return [open = m_open] {
        open->isToBeSynced = false; // what comes from here on needs a sync of its own
        open->writer.sync();
    };
}

} // namespace tessera::app
