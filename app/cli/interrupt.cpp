// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include <csignal>

namespace tessera::app::cli {

Interrupt::Interrupt() : m_signals({SIGINT, SIGTERM})
{
    m_waiter = std::jthread([this] {
        while (const int signal = m_signals.wait())
            if (!m_stop.request_stop()) // the second time: whoever works does not listen
                std::raise(signal);     // whose handler is gone
    });
}

Interrupt::~Interrupt()
{
    m_signals.close();
    m_waiter.join();
}

} // namespace tessera::app::cli
