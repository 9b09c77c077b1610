// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/decode_pace.h"

namespace tessera::app {

void DecodePace::finished(Clock::time_point now)
{
    m_lastTook = now - m_started;
    m_lastFinished = now;
}

bool DecodePace::mayStop(Clock::time_point now) const
{
    // Stopping is fine as long as a decode that starts now would still be in time.
    if (!m_lastFinished || now + m_lastTook - *m_lastFinished > kShowEvery)
        return false;
    const Clock::duration expectedRest = m_lastTook - (now - m_started);
    return expectedRest >= kNearlyDone;
}

} // namespace tessera::app
