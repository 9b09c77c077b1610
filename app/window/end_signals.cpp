// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/end_signals.h"

#include <QSocketNotifier>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace tessera::app {
namespace {

constexpr int kSignals[] = {SIGTERM, SIGINT, SIGHUP};

int s_pipe[2] = {-1, -1};

/// A handler may do little more than write.
void note(int /*signal*/)
{
    const char one = 1;
    [[maybe_unused]] const ssize_t written = ::write(s_pipe[1], &one, 1);
}

} // namespace

EndSignals::EndSignals(QObject* parent) : QObject(parent)
{
    if (::pipe2(s_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_notifier = new QSocketNotifier(s_pipe[0], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] {
        char one = 0;
        if (::read(s_pipe[0], &one, 1) == 1)
            emit asked();
    });
    struct sigaction action {};
    action.sa_handler = note;
    action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
    for (const int signal : kSignals)
        ::sigaction(signal, &action, nullptr);
}

EndSignals::~EndSignals()
{
    if (!m_notifier)
        return;
    for (const int signal : kSignals)
        std::signal(signal, SIG_DFL);
    delete m_notifier; // before what it looks at
    for (int& end : s_pipe)
        ::close(std::exchange(end, -1));
}

} // namespace tessera::app
