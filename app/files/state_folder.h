// SPDX-License-Identifier: GPL-3.0-or-later
// Where the program keeps what it remembers by itself, other than settings: $XDG_STATE_HOME/tessera, usually
// ~/.local/state/tessera.
#pragma once

#include <filesystem>

namespace tessera::app {

/// It need not be there yet; whoever writes to it makes it.
std::filesystem::path stateFolder();

} // namespace tessera::app
