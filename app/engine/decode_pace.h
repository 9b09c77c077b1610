// SPDX-License-Identifier: GPL-3.0-or-later
// When a running decode of a document may be stopped for a newer one. Stopping each for the next would show nothing
// while somebody paints; finishing each would lag behind on slow devices.
#pragma once

#include <chrono>
#include <optional>

namespace tessera::app {

class DecodePace {
public:
    using Clock = std::chrono::steady_clock;

    /// Somebody who paints sees an exact picture at least this often; on devices that are slower than that, each decode
    /// is finished.
    static constexpr std::chrono::milliseconds kShowEvery{1000};
    /// A decode that is expected to end within this time is not worth stopping.
    static constexpr std::chrono::milliseconds kNearlyDone{100};

    void started(Clock::time_point now) { m_started = now; }
    void finished(Clock::time_point now);

    /// Of the running decode, asked when a newer one arrives.
    bool mayStop(Clock::time_point now) const;

private:
    Clock::time_point m_started{};
    std::optional<Clock::time_point> m_lastFinished;
    Clock::duration m_lastTook{};
};

} // namespace tessera::app
