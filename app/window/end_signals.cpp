// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/end_signals.h"

#include <QSocketNotifier>

#include <csignal>

namespace tessera::app {

EndSignals::EndSignals(QObject* parent) : QObject(parent), m_signals({SIGTERM, SIGINT, SIGHUP})
{
    if (m_signals.descriptor() < 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(m_signals.descriptor(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        if (m_signals.wait() > 0) // it is there already
            emit asked();
    });
}

EndSignals::~EndSignals() = default;

} // namespace tessera::app
