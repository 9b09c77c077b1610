// SPDX-License-Identifier: Apache-2.0
// What the cells of a region get: one code, or the codes of another map (the encoder's, to restore).
#pragma once

#include "core/index_map.h"

#include <cstdint>
#include <functional>

namespace tessera::core {

/// Asked for each cell of a region; returns the code that the cell shall have.
using Ink = std::function<std::int32_t(int row, int col)>;

Ink codeInk(std::int32_t code);
/// The codes of `source` in the same places; `source` must outlive the ink.
Ink mapInk(const IndexMap& source);

} // namespace tessera::core
