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

JournalWriter::JournalWriter(const std::filesystem::path& path, Project base) : m_path(path)
{
    do
        m_descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    while (m_descriptor < 0 && errno == EINTR);
    if (m_descriptor < 0)
        throw failure(path, errno);
    base.picture = {};
    base.thumbnail.clear();
    try {
        write(framed(writeProject(base)));
    } catch (...) {
        ::close(m_descriptor);
        throw;
    }
}

JournalWriter::~JournalWriter() { ::close(m_descriptor); }

void JournalWriter::append(const HistoryEvent& event)
{
    write(toRecord(event));
}

void JournalWriter::write(std::span<const std::byte> left)
{
    while (!left.empty()) {
        const ssize_t done = ::write(m_descriptor, left.data(), left.size());
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            throw failure(m_path, done < 0 ? errno : EIO);
        left = left.subspan(static_cast<std::size_t>(done));
    }
}

void JournalWriter::sync()
{
    while (::fdatasync(m_descriptor) != 0)
        if (errno != EINTR)
            throw failure(m_path, errno);
}

Journal readJournal(std::span<const std::byte> journal)
{
    const std::optional<std::span<const std::byte>> base = firstFrame(journal);
    if (!base)
        throw FormatError("the journal is cut or damaged at its beginning");
    Journal read{readProject(*base), {}};
    read.replayed = replayEvents(journal.subspan(static_cast<std::size_t>(base->data() - journal.data()) + base->size()), read.project);
    return read;
}

Replayed replayEvents(std::span<const std::byte> events, Project& project)
{
    const HistoryLog log = readLog(events);
    Replayed replayed;
    replayed.whole = log.bytes == events.size();
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
