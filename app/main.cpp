// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/cli.h"
#include "app/window/window.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace {

bool isSet(const char* variable)
{
    const char* value = std::getenv(variable);
    return value && *value;
}

} // namespace

int main(int argc, char** argv)
{
    using namespace tessera::app;
    // A file beyond the limit of its size is an error of write() then, like a full disk, and nothing is left behind.
    std::signal(SIGXFSZ, SIG_IGN);
    cli::Outcome outcome = cli::runCommandLine(argc, argv);
    if (!outcome.window)
        return outcome.exitCode;
    if (!isSet("DISPLAY") && !isSet("WAYLAND_DISPLAY") && !isSet("QT_QPA_PLATFORM")) {
        std::fputs(
            "tessera: there is no display for the window (neither DISPLAY nor WAYLAND_DISPLAY is set); the command "
            "line works without one:\n\n",
            stderr);
        std::fputs(cli::help().c_str(), stderr);
        return 1;
    }
    return runWindow(argc, argv, std::move(*outcome.window));
}
