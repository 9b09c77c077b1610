// SPDX-License-Identifier: GPL-3.0-or-later
// Does a device compute what diffusers does? The embedded models with what was recorded of them, for window and command
// line alike.
#pragma once

#include "core/measure/self_test.h"

#include <QString>

#include <functional>
#include <string>
#include <vector>

namespace tessera::app {

/// With each embedded model of which something was recorded. `progressOf` is asked for each by its name. Throws
/// core::FileError where there is none, and what the device throws.
std::vector<core::SelfTest> testDevice(core::Device& device,
                                       const std::function<core::Progress(const std::string& model)>& progressOf);

/// What came of it.
struct DeviceTest {
    QString device;
    std::vector<core::SelfTest> results;
    QString problem; ///< why there are none; empty where there are

    bool passed() const;
};

} // namespace tessera::app
