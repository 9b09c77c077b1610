// SPDX-License-Identifier: Apache-2.0
// What the keys of a config must be to each other, and the limits that keep a hostile one from costing anything.
#pragma once

#include "core/model/config.h"

#include <cstddef>
#include <cstdint>

namespace tessera::core {

inline constexpr std::int64_t kMostChannels = 65536; ///< also of codes and groups
inline constexpr std::size_t kMostLevels = 8;
inline constexpr std::int64_t kMostLayers = 64;
inline constexpr std::int64_t kMostParameters = std::int64_t{1} << 32;

/// Throws FormatError naming the keys that do not fit each other.
void checkRules(const Config& config);

} // namespace tessera::core
