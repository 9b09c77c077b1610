// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/code_search.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace tessera::core {

CodeSearch::CodeSearch(const Weight& codebook)
    : m_codes(codebook.shape.at(0)), m_length(static_cast<std::size_t>(codebook.shape.at(1))),
      m_vectors(codebook.values), m_columns(codebook.values.size()), m_squares(static_cast<std::size_t>(m_codes))
{
    assert(m_codes > 0);
    const std::size_t codes = m_squares.size();
    for (std::size_t k = 0; k < codes; ++k)
        for (std::size_t e = 0; e < m_length; ++e)
            m_columns[e * codes + k] = m_vectors[k * m_length + e];
}

std::span<const float> CodeSearch::vectorOf(std::int32_t code) const
{
    assert(code >= 0 && code < m_codes);
    return {m_vectors.data() + static_cast<std::size_t>(code) * m_length, m_length};
}

/// Of the first `length` numbers, for all codes.
void CodeSearch::sum(std::span<const float> vector, std::size_t length)
{
    assert(vector.size() == m_length);
    const std::size_t codes = m_squares.size();
    m_squares.assign(codes, 0);
    float* sums = m_squares.data();
    for (std::size_t e = 0; e < length; ++e) {
        const float value = vector[e];
        const float* column = m_columns.data() + e * codes;
        for (std::size_t k = 0; k < codes; ++k)
            sums[k] += (value - column[k]) * (value - column[k]);
    }
}

std::span<const float> CodeSearch::squares(std::span<const float> vector)
{
    sum(vector, m_length);
    return m_squares;
}

std::int32_t CodeSearch::nearest(std::span<const float> vector)
{
    // Few numbers tell most codes apart: only those are summed further that may still be the nearest.
    constexpr std::size_t kFirst = 16;
    const std::size_t first = std::min(m_length, kFirst);
    sum(vector, first);
    float least = std::numeric_limits<float>::infinity();
    const auto finished = [&](std::size_t k) {
        float square = m_squares[k];
        const float* row = m_vectors.data() + k * m_length;
        for (std::size_t e = first; e < m_length && square <= least; ++e)
            square += (vector[e] - row[e]) * (vector[e] - row[e]);
        return square;
    };
    std::size_t likely = 0;
    for (std::size_t k = 1; k < m_squares.size(); ++k)
        if (m_squares[k] < m_squares[likely] || std::isnan(m_squares[likely]))
            likely = k;
    if (const float square = finished(likely); !std::isnan(square))
        least = square;
    std::size_t best = least < std::numeric_limits<float>::infinity() ? likely : 0;
    for (std::size_t k = 0; k < m_squares.size(); ++k)
        if (k != likely && m_squares[k] <= least)
            if (const float square = finished(k); square < least || (square == least && k < best)) {
                least = square;
                best = k;
            }
    return static_cast<std::int32_t>(best);
}

std::span<const std::int32_t> CodeSearch::around(std::int32_t code, int count)
{
    const auto wanted = static_cast<std::size_t>(std::clamp<std::int64_t>(count, 0, m_codes - 1));
    std::vector<std::int32_t>& found = m_around[code];
    if (found.size() < wanted) {
        squares(vectorOf(code));
        for (float& square : m_squares)
            if (std::isnan(square)) // compares with nothing
                square = std::numeric_limits<float>::infinity();
        const auto apart = [this](std::int32_t other) { return m_squares[static_cast<std::size_t>(other)]; };
        found.clear();
        for (std::int32_t other = 0; other < m_codes; ++other) {
            const bool isNear = found.size() < wanted || apart(other) < apart(found.back());
            if (other == code || !isNear)
                continue;
            found.insert(std::ranges::upper_bound(found, apart(other), {}, apart), other);
            if (found.size() > wanted)
                found.pop_back();
        }
    }
    return std::span(found).first(wanted);
}

} // namespace tessera::core
