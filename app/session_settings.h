// SPDX-License-Identifier: GPL-3.0-or-later
// What the settings say of a session.
#pragma once

#include "core/model/preprocess.h"

#include <cstddef>

namespace tessera::app {

/// How pictures are fitted to the model; as long as nobody chose, they are padded.
core::Fit chosenFit();
/// Bytes that each document may keep for undo, within what is allowed.
std::size_t chosenHistoryLimit();

} // namespace tessera::app
