// SPDX-License-Identifier: GPL-3.0-or-later
// Between the GUI thread, which posts jobs, and the engine thread, which takes them: a newer job replaces a pending
// one of the same task and asks a running one to stop. Idle work is taken last, and stops for all other work. The only
// lock of app.
#pragma once

#include "app/engine/decode_pace.h"
#include "app/engine/engine_job.h"

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace tessera::app {

class EngineMailbox {
public:
    using Clock = DecodePace::Clock;
    using Now = std::function<Clock::time_point()>;

    explicit EngineMailbox(Now now = Clock::now) : m_now(std::move(now)) {}

    // On the GUI thread:

    /// Returns the pending job that gave way to this one.
    std::optional<EngineJob> post(EngineJob job);
    /// Asks the running job to stop; returns the pending ones, which will not run. A device that was asked for is
    /// opened all the same: nothing could be computed without it. So is idle work that somebody still wants to see.
    std::vector<EngineJob> cancel();
    /// The same of the jobs of one document, or of who else asked for them.
    std::vector<EngineJob> cancel(quint64 document);
    /// The same of idle work of one kind, whether somebody still wants to see it or not.
    std::vector<EngineJob> cancel(Engine::Job kind);
    /// Asks the running job to stop, drops all pending ones, and ends the engine thread's loop.
    void close();

    // On the engine thread:

    struct Taken {
        EngineJob job;
        std::stop_token stop;
    };
    /// Waits for a job; nothing once the box is closed.
    std::optional<Taken> take();
    /// The decode of this document that waits while another job runs, if it was posted after ticket `after`.
    std::optional<EngineJob> waitingDecode(quint64 document, quint64 after);
    enum class End { done, stopped, failed };
    /// The taken job has ended. Idle work that stopped for other work is taken up again later; what failed would fail
    /// again.
    void ended(End end);

private:
    struct Running {
        Engine::Job kind;
        quint64 document;
        bool isExactDecode;
        std::stop_source stop;
        std::optional<EngineJob> goOn; ///< idle work, to be taken up again when it stopped for other work
    };

    bool stopsFor(const EngineJob& job);
    std::vector<EngineJob> dropPending(const std::function<bool(const EngineJob&)>& isDropped);

    Now m_now;
    std::mutex m_mutex;
    std::condition_variable m_posted;
    std::vector<EngineJob> m_pending;
    std::optional<Running> m_running;
    std::map<quint64, DecodePace> m_paces; ///< of decodes, by document
    bool m_closed = false;
};

} // namespace tessera::app
