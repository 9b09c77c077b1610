// SPDX-License-Identifier: GPL-3.0-or-later
// SIGTERM, SIGINT and SIGHUP as a signal of Qt's on the GUI thread, while this lives: the system, or the end of a login,
// wants the program to end. One at a time; a second of the same kind ends the program at once.
#pragma once

#include "app/signal_pipe.h"

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace tessera::app {

class EndSignals : public QObject {
    Q_OBJECT
public:
    explicit EndSignals(QObject* parent = nullptr);
    ~EndSignals() override;

signals:
    void asked();

private:
    SignalPipe m_signals;
    std::unique_ptr<QSocketNotifier> m_notifier; ///< null where the system gave no pipe; dies before what it looks at
};

} // namespace tessera::app
