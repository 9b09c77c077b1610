// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl+C, or a polite kill, as a wish to stop that long work hears.
#pragma once

#include "app/signal_pipe.h"

#include <stop_token>
#include <thread>

namespace tessera::app::cli {

/// While this lives, SIGINT and SIGTERM ask for a stop instead of ending the program; a second one ends it.
class Interrupt {
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    std::stop_token token() const { return m_stop.get_token(); }

private:
    std::stop_source m_stop;
    SignalPipe m_signals;
    std::jthread m_waiter;
};

} // namespace tessera::app::cli
