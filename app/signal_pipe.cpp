// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/signal_pipe.h"

#include <cassert>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace tessera::app {
namespace {

int s_ends[2] = {-1, -1};

/// A handler may do little more than write, and leaves errno to whom it interrupts.
void note(int signal)
{
    const int error = errno;
    const auto number = static_cast<unsigned char>(signal);
    [[maybe_unused]] const ssize_t written = ::write(s_ends[1], &number, 1);
    errno = error;
}

} // namespace

SignalPipe::SignalPipe(std::initializer_list<int> numbers)
{
    assert(s_ends[0] < 0);
    if (::pipe2(s_ends, O_CLOEXEC) != 0)
        return;
    struct sigaction action {};
    action.sa_handler = note;
    action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
    for (const int signal : numbers) {
        struct sigaction before {};
        ::sigaction(signal, nullptr, &before);
        if (signal == SIGHUP && before.sa_handler == SIG_IGN) // nohup: it is to outlive its terminal
            continue;
        ::sigaction(signal, &action, nullptr);
        m_signals.push_back(signal);
    }
}

SignalPipe::~SignalPipe()
{
    close();
    if (s_ends[0] >= 0)
        ::close(std::exchange(s_ends[0], -1));
}

int SignalPipe::descriptor() const { return s_ends[0]; }

int SignalPipe::wait() const
{
    unsigned char number = 0;
    for (;;) {
        const ssize_t count = ::read(s_ends[0], &number, 1);
        if (count == 1)
            return number;
        if (count == 0 || errno != EINTR)
            return 0;
    }
}

void SignalPipe::close()
{
    for (const int signal : std::exchange(m_signals, {}))
        std::signal(signal, SIG_DFL);
    if (s_ends[1] >= 0)
        ::close(std::exchange(s_ends[1], -1));
}

} // namespace tessera::app
