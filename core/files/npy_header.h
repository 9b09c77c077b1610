// SPDX-License-Identifier: Apache-2.0
// The header of a .npy file: a Python dict in text, read by a tiny grammar. Nothing is evaluated.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::core {

inline constexpr std::size_t kMostNpyHeaderBytes = 10'000; ///< as NumPy's own reader

struct NpyHeader {
    char kind = 'f'; ///< 'f', 'i', 'u', 'b' or 'U' (texts), as NumPy calls them
    std::int64_t valueBytes = 0;
    bool bigEndian = false;
    bool fortranOrder = false;
    std::vector<std::int64_t> shape;

    /// "<f4", "|u1": as the values are once their bytes are in the machine's order.
    std::string dtype() const;
};

/// Throws FormatError. Types that cannot be values of an array of numbers (objects, texts, dates ...) are refused by
/// their names; `texts` lets texts pass.
NpyHeader parseNpyHeader(std::string_view text, bool texts = false);

} // namespace tessera::core
