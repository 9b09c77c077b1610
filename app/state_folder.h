// SPDX-License-Identifier: GPL-3.0-or-later
// Where the program keeps what it remembers by itself, other than settings: $XDG_STATE_HOME/tessera, usually
// ~/.local/state/tessera.
#pragma once

#include <filesystem>

namespace tessera::app {

/// The folder, made where it is missing. Throws core::FileError.
std::filesystem::path stateFolder();

/// Where journals lie; made when the first begins. The temporary folder where there is no state folder to be had.
std::filesystem::path recoveryFolder();

} // namespace tessera::app
