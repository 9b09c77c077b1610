// SPDX-License-Identifier: Apache-2.0
// Codes as JSON:
//
//   {"format": "tessera-codes", "version": 1, "model": "photo-f8-1024", "codebook_size": 1024, "factor": 8,
//    "codes": [[17, 4, 900], [3, 3, 12]]}
//
// "codes" holds one list for each row, and one more level for several maps; "model", "codebook_size" and "factor" may
// be absent. A bare list, as json.dump(codes.tolist()) leaves it, is read too, also a flat one. Other keys, other
// values and rows of unlike length are refused.
#pragma once

#include "core/files/code_array.h"
#include "core/index_map.h"

#include <string>
#include <string_view>

namespace tessera::core {

inline constexpr std::uint64_t kMostCodeJsonBytes = std::uint64_t{256} << 20;

/// One line for each row of codes.
std::string codesToJson(const IndexMap& codes, const CodeOrigin& origin);

/// Throws FormatError naming the place and what was found there.
CodeArray codesFromJson(std::string_view text);

} // namespace tessera::core
