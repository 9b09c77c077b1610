// SPDX-License-Identifier: GPL-3.0-or-later
// Which device computes: the one that was chosen, and what takes its place where it cannot be opened or fails at work. A
// device that fails is opened anew, with less memory where it ran out of that; where it fails again, the CPU goes on. Used
// on the engine thread.
#pragma once

#include "app/engine/engine.h"
#include "core/error.h"

#include <chrono>
#include <memory>
#include <vector>

namespace tessera::app {

struct OpenedDevice {
    std::unique_ptr<core::Device> device;
    bool exact = false; ///< it decodes as exactly as it can
    QString notice;     ///< what a person should know once; empty where all is as it was asked for
};

class DeviceLadder {
public:
    explicit DeviceLadder(Engine::DeviceFactory devices) : m_devices(std::move(devices)) {}

    /// Throws what the factory throws; then all is as it was.
    OpenedDevice open(const QString& choice, const gpu::DeviceOptions& options);
    /// Where that failed for `reason`: the best device, and the CPU where there is none at all.
    OpenedDevice openInsteadOf(const QString& choice, const gpu::DeviceOptions& options, const QString& reason);

    /// Is the CPU what computes, which nothing could replace?
    bool isAtTheEnd() const { return m_isCpu; }
    /// What takes the place of the device `name`, which is gone already, for it failed at work. `tries`: how often that has
    /// happened to the same piece of work before.
    OpenedDevice replace(const QString& name, const core::DeviceError& failure, int tries);
    /// The CPU, to compute once; what is open stays.
    std::unique_ptr<core::Device> openCpu() const;
    /// From now on that CPU computes, for the device `name` gave something else.
    OpenedDevice distrust(const QString& name, std::unique_ptr<core::Device> cpu);

private:
    using Clock = std::chrono::steady_clock;
    bool mayOpenAnew();

    Engine::DeviceFactory m_devices;
    QString m_choice; ///< as what the device was opened that computes
    gpu::DeviceOptions m_options;
    bool m_isCpu = false;
    std::vector<Clock::time_point> m_openedAnew; ///< of late
};

} // namespace tessera::app
