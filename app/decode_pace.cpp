// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode_pace.h"

namespace tessera::app {

void DecodePace::finished(Clock::time_point now)
{
    m_lastTook = now - m_started;
    m_lastFinished = now;
}

bool DecodePace::mayStop(Clock::time_point now) const
{
    if (!m_lastFinished || now - *m_lastFinished > kShowEvery)
        return false;
    const Clock::duration expectedRest = m_lastTook - (now - m_started);
    return expectedRest >= kNearlyDone;
}

} // namespace tessera::app
