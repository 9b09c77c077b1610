// SPDX-License-Identifier: Apache-2.0
// Looks for the codes nearest to a vector, often: the codebook is laid out for it once, and what was found around a code
// is kept. One thread at a time uses it.
#pragma once

#include "core/model/weights.h"

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace tessera::core {

class CodeSearch {
public:
    /// `codebook` is (K, E) with at least one code, and is copied.
    explicit CodeSearch(const Weight& codebook);

    std::int64_t codes() const { return m_codes; }
    std::size_t length() const { return m_length; } ///< E, of a vector
    std::span<const float> vectorOf(std::int32_t code) const;

    /// Squared Euclidean distances of `vector` (E numbers) to the K codes, summed as the quantizer does. Valid until the
    /// next call.
    std::span<const float> squares(std::span<const float> vector);

    /// The nearest code, ties to the lower number, as in the quantizer; 0 where no distance is a number.
    std::int32_t nearest(std::span<const float> vector);

    /// The `count` (at most K - 1) codes nearest to `code`, nearest first, ties by number; `code` itself is left out.
    /// Valid until the next call for the same code.
    std::span<const std::int32_t> around(std::int32_t code, int count);

private:
    void sum(std::span<const float> vector, std::size_t length);

    std::int64_t m_codes;
    std::size_t m_length;
    std::vector<float> m_vectors; ///< K rows of E
    std::vector<float> m_columns; ///< E rows of K, so that the loop over codes runs through memory
    std::vector<float> m_squares;
    std::unordered_map<std::int32_t, std::vector<std::int32_t>> m_around;
};

} // namespace tessera::core
