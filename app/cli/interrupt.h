// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl+C, or a polite kill, as a wish to stop that long work hears.
#pragma once

#include <stop_token>
#include <thread>

namespace tessera::app::cli {

/// While this lives, SIGINT and SIGTERM ask for a stop instead of ending the program; a second one ends it. To be made
/// before the threads that work, which inherit that they do not take these signals.
class Interrupt {
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    std::stop_token token() const { return m_stop.get_token(); }

private:
    std::stop_source m_stop;
    std::jthread m_waiter;
};

} // namespace tessera::app::cli
