// SPDX-License-Identifier: GPL-3.0-or-later
// Signals of the system as bytes in a pipe, for a thread that reads or an event loop that watches. By handlers and not by
// blocking them: threads that libraries start before main would take what is only blocked in ours.
#pragma once

#include <initializer_list>
#include <vector>

namespace tessera::app {

/// While this lives, each of these signals writes its number to the pipe instead of ending the program; a second of the
/// same kind ends it. One at a time.
class SignalPipe {
public:
    explicit SignalPipe(std::initializer_list<int> numbers);
    ~SignalPipe();
    SignalPipe(const SignalPipe&) = delete;
    SignalPipe& operator=(const SignalPipe&) = delete;

    int descriptor() const; ///< to read from; -1 where the system gave no pipe
    /// The next signal's number, waited for; 0 once close() was called, or where there is no pipe.
    int wait() const;
    void close(); ///< the signals end the program again, and wait() returns 0

private:
    std::vector<int> m_signals; ///< that have a handler
};

} // namespace tessera::app
