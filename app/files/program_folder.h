// SPDX-License-Identifier: GPL-3.0-or-later
// Where this program lies.
#pragma once

#include <filesystem>

namespace tessera::app {

/// The folder of the running program's file, links followed; empty where the system does not tell.
std::filesystem::path programFolder();

} // namespace tessera::app
