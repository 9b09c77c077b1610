// SPDX-License-Identifier: GPL-3.0-or-later
// The door from main() to the window.
#pragma once

#include "gpu/gpu.h"

#include <QString>
#include <QStringList>

namespace tessera::app {

/// What the command line asks of the window.
struct WindowArguments {
    QStringList files; ///< pictures, in the order given; may be empty
    QString model;     ///< folder or embedded name; empty for the setting or the default
    QString device;    ///< as --device; empty for the setting or the best one
    bool resetSettings = false; ///< forget what was remembered, before anything looks at it
    gpu::DeviceOptions options; ///< as --exact and --memory-budget; what is not given comes from the settings
};

/// Makes the QApplication and the main window and runs until it is closed. Returns the exit code.
int runWindow(int argc, char** argv, WindowArguments arguments);

} // namespace tessera::app
