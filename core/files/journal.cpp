// SPDX-License-Identifier: Apache-2.0
#include "core/files/journal.h"

#include "core/error.h"
#include "core/files/history_log.h"
#include "core/text.h"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace tessera::core {
namespace {

FileError failure(const std::filesystem::path& path, int error)
{
    return FileError("cannot write the journal " + printable(path.string()) + ": "
                     + std::generic_category().message(error));
}

} // namespace

JournalWriter::JournalWriter(const std::filesystem::path& path)
    : m_path(path), m_descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600))
{
    if (m_descriptor < 0)
        throw failure(path, errno);
}

JournalWriter::~JournalWriter() { ::close(m_descriptor); }

void JournalWriter::append(const HistoryEvent& event)
{
    const std::vector<std::byte> record = toRecord(event);
    std::span<const std::byte> left(record);
    while (!left.empty()) {
        const ssize_t done = ::write(m_descriptor, left.data(), left.size());
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            throw failure(m_path, done < 0 ? errno : EIO);
        left = left.subspan(static_cast<std::size_t>(done));
    }
}

Replayed replayJournal(std::span<const std::byte> journal, Project& project)
{
    const HistoryLog log = readLog(journal);
    Replayed replayed;
    replayed.whole = log.bytes == journal.size();
    for (const HistoryEvent& event : log.events) {
        try {
            replay(event, project.model.codes, project.state, project.history);
        } catch (const FormatError&) {
            replayed.whole = false;
            break;
        }
        replayed.unsaved = event.kind != HistoryEvent::Kind::saved;
        if (!event.path.empty())
            replayed.savedTo = event.path;
        using Kind = HistoryEvent::Kind;
        const bool happened = event.kind != Kind::saved && event.kind != Kind::unsaved;
        replayed.events += happened ? 1U : 0U;
        replayed.edits += happened && event.kind != Kind::more ? 1U : 0U;
    }
    return replayed;
}

} // namespace tessera::core
