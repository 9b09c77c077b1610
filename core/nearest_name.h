// SPDX-License-Identifier: Apache-2.0
// Which of many names somebody may have meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tessera::core {

/// The name of `names` that the fewest inserted, left out or exchanged letters turn into `wanted`; of several the
/// first. Empty where none comes nearer than a third of its letters. Takes bounded time: of many names only the first
/// thousands are looked at, and long ones not at all.
std::string nearestName(std::string_view wanted, const std::vector<std::string>& names);

} // namespace tessera::core
