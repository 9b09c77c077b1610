// SPDX-License-Identifier: Apache-2.0
// Whether a model's weights are a burden that this program and this machine can take.
#pragma once

#include <cstdint>
#include <optional>

namespace tessera::core {

/// Of all weights of a model as float32, in bytes. The largest VQModels that are known have 270 million numbers.
inline constexpr std::uint64_t kMostWeightBytes = std::uint64_t{5} << 28;

/// Throws FormatError where `parameters` numbers as float32 are more than kMostWeightBytes, or than `available` bytes:
/// better one line now than the system running out of memory later.
void checkWeightMemory(std::int64_t parameters, std::optional<std::uint64_t> available);

} // namespace tessera::core
