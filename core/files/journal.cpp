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

/// What doing the events takes, which a few bytes can make much: an undo is 14 bytes long. Counted, not measured, so that a
/// journal always ends at the same event: in nanoseconds as measured where memory is slow.
class Effort {
public:
    /// Is there enough of it left for this event?
    bool allows(const HistoryEvent& event, const History& history)
    {
        using Kind = HistoryEvent::Kind;
        m_left -= kEvent + kByte * static_cast<std::int64_t>(event.path.size() + event.step.label.size());
        spend(event.step.edit, kReadCell);
        if (event.kind == Kind::more && history.position > 0)
            m_left -= kMergedCell
                * area(event.step.edit.patch.rect.united(history.steps[history.position - 1].edit.patch.rect));
        if (event.kind == Kind::undo || event.kind == Kind::redo)
            for (std::size_t i = 0; i < event.count && m_left > 0; ++i) {
                const std::size_t at = event.kind == Kind::redo ? history.position + i : history.position - 1 - i;
                if (at >= history.steps.size()) // replay() says so
                    break;
                m_left -= kEvent;
                spend(history.steps[at].edit, kDoneCell);
            }
        return m_left > 0;
    }

private:
    static constexpr std::int64_t kMost = 5'000'000'000;
    static constexpr std::int64_t kEvent = 600;    ///< unpacked and kept, however small
    static constexpr std::int64_t kByte = 3;        ///< of texts and of selections, unpacked
    static constexpr std::int64_t kReadCell = 32;   ///< unpacked, checked, done, kept
    static constexpr std::int64_t kMergedCell = 14; ///< of what both parts of a step cover
    static constexpr std::int64_t kDoneCell = 5;    ///< checked and done, forth or back

    static std::int64_t area(const CellRect& rect) { return std::int64_t{rect.rows} * rect.cols; }
    void spend(const Edit& edit, std::int64_t cell)
    {
        m_left -= cell * area(edit.patch.rect);
        if (edit.selection)
            m_left -= kByte * static_cast<std::int64_t>(edit.selection->before.mask.size() + edit.selection->after.mask.size());
    }

    std::int64_t m_left = kMost;
};

/// Forgets the oldest steps of a history that grows beyond what one may have. It looks at them all only where as much has
/// come as the limit leaves.
class HeldHistory {
public:
    explicit HeldHistory(History& history) : m_history(history), m_bytes(bytes(history.steps.size())) {}

    void grow(const HistoryEvent& event)
    {
        using Kind = HistoryEvent::Kind;
        if ((event.kind != Kind::step && event.kind != Kind::more) || m_history.steps.empty())
            return;
        m_bytes += cost(m_history.steps.back()); // a part of a drag may make much of it
        if (m_bytes <= kMostHistoryBytes + kMostHistoryBytes / 4)
            return;
        m_bytes = bytes(m_history.steps.size());
        std::size_t oldest = 0;
        for (; oldest < m_history.position && m_bytes > kMostHistoryBytes; ++oldest)
            m_bytes -= cost(m_history.steps[oldest]);
        m_history.steps.erase(m_history.steps.begin(), m_history.steps.begin() + static_cast<std::ptrdiff_t>(oldest));
        m_history.position -= oldest;
    }

private:
    static std::size_t cost(const HistoryStep& step) { return sizeof(HistoryStep) + step.label.size() + step.edit.bytes(); }
    std::size_t bytes(std::size_t count) const
    {
        std::size_t sum = 0;
        for (std::size_t i = 0; i < count; ++i)
            sum += cost(m_history.steps[i]);
        return sum;
    }

    History& m_history;
    std::size_t m_bytes;
};

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
    const IndexMap& codes = project.state.codes;
    const CellRect grid = codes.grid();
    Replayed replayed;
    Effort effort;
    HeldHistory held(project.history);
    const std::size_t bytes = readLog(events, grid, [&](const HistoryEvent& event) {
        if (!effort.allows(event, project.history))
            return false;
        replay(event, project.model.codes, project.state, project.history);
        held.grow(event);
        replayed.unsaved = event.kind != HistoryEvent::Kind::saved;
        if (!event.path.empty())
            replayed.savedTo = event.path;
        using Kind = HistoryEvent::Kind;
        const bool happened = event.kind != Kind::saved && event.kind != Kind::unsaved;
        replayed.events += happened ? 1U : 0U;
        replayed.edits += happened && event.kind != Kind::more ? 1U : 0U;
        return true;
    });
    replayed.whole = bytes == events.size();
    return replayed;
}

} // namespace tessera::core
