// SPDX-License-Identifier: Apache-2.0
// The header of a safetensors file: names, dtypes, shapes and ranges, checked completely against the size of the data.
#pragma once

#include "core/model/weights.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::core {

inline constexpr std::uint64_t kMostHeaderBytes = 100'000'000; ///< the format's own limit
inline constexpr std::size_t kMostTensors = 100'000;
inline constexpr std::size_t kMostDimensions = 8;

/// One tensor and its bytes [begin, end) in the data that follow the header.
struct SafetensorsEntry {
    WeightSource::Entry entry;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

/// Bytes of one value; 0 for a dtype that the format does not have.
std::uint64_t dtypeBytes(std::string_view dtype);

/// The tensors in the header's order. Throws FormatError unless they cover `dataBytes` exactly: no overlaps, no holes,
/// each as long as its shape says.
std::vector<SafetensorsEntry> parseSafetensorsHeader(std::string_view header, std::uint64_t dataBytes);

} // namespace tessera::core
