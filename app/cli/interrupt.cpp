// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include <csignal>
#include <ctime>

namespace tessera::app::cli {
namespace {

sigset_t stopSignals()
{
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGINT);
    sigaddset(&wanted, SIGTERM);
    return wanted;
}

} // namespace

Interrupt::Interrupt()
{
    const sigset_t wanted = stopSignals();
    pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
    m_waiter = std::jthread([this, wanted](const std::stop_token& done) {
        constexpr timespec kNow{0, 50'000'000}; // how late the end of this thread may be
        while (!done.stop_requested()) {
            const int signal = sigtimedwait(&wanted, nullptr, &kNow);
            if (signal <= 0)
                continue;
            if (!m_stop.request_stop()) { // the second time: whoever works does not listen
                std::signal(signal, SIG_DFL);
                pthread_sigmask(SIG_UNBLOCK, &wanted, nullptr);
                std::raise(signal);
            }
        }
    });
}

Interrupt::~Interrupt()
{
    m_waiter.request_stop();
    m_waiter.join();
    const sigset_t wanted = stopSignals();
    pthread_sigmask(SIG_UNBLOCK, &wanted, nullptr);
}

} // namespace tessera::app::cli
