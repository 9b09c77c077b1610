// SPDX-License-Identifier: GPL-3.0-or-later
// Does the device compute what it should? In the status bar, with its name and the largest differences in the tool tip. A
// click tests it.
#pragma once

#include "app/devices/device_test.h"

#include <QTimer>
#include <QToolButton>

#include <chrono>
#include <optional>

namespace tessera::app {

class Session;

class DeviceBadge : public QToolButton {
    Q_OBJECT
public:
    explicit DeviceBadge(Session& session, QWidget* parent = nullptr);

    void test(); ///< when the device has nothing else to do
    /// Tests each device that nobody has tested so long after it was opened, beginning with the one that is there.
    void setTestsByItself(std::chrono::milliseconds after);

signals:
    void failed(const QString& message); ///< the device computes something else, or could not be tested

private:
    void forget();
    void take(const DeviceTest& test);
    void showState();

    Session& m_session;
    bool m_testsByItself = false;
    bool m_isTesting = false;
    std::optional<DeviceTest> m_test; ///< of this device
    QTimer m_later;
};

} // namespace tessera::app
