// SPDX-License-Identifier: GPL-3.0-or-later
// The command line: parses it, runs a sub-command, and turns what goes wrong into one line and an exit code: 0 done,
// 1 failed, 2 the command line itself was not understood, 130 stopped with Ctrl+C.
#pragma once

#include "app/window/window.h"

#include <optional>
#include <string>

namespace tessera::app::cli {

struct Outcome {
    std::optional<WindowArguments> window; ///< set where no sub-command was given: the caller opens the window
    int exitCode = 0; ///< otherwise
};

/// Never throws. Sub-commands need no display.
Outcome runCommandLine(int argc, char** argv);

/// What `tessera --help` prints.
std::string help();

} // namespace tessera::app::cli
