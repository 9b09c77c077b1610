// SPDX-License-Identifier: Apache-2.0
// One code for another, wherever it stands.
#pragma once

#include "core/edit/patch.h"
#include "core/edit/region.h"
#include "core/index_map.h"

#include <cstdint>

namespace tessera::core {

/// Every cell with code `from` gets code `to`.
Patch replaceCode(const IndexMap& map, std::int32_t from, std::int32_t to);
/// The cells of either code get the other.
Patch swapCodes(const IndexMap& map, std::int32_t a, std::int32_t b);

} // namespace tessera::core
