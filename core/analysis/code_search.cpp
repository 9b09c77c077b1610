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

std::span<const float> CodeSearch::squares(std::span<const float> vector)
{
    assert(vector.size() == m_length);
    const std::size_t codes = m_squares.size();
    m_squares.assign(codes, 0);
    float* sums = m_squares.data();
    for (std::size_t e = 0; e < m_length; ++e) {
        const float value = vector[e];
        const float* column = m_columns.data() + e * codes;
        for (std::size_t k = 0; k < codes; ++k)
            sums[k] += (value - column[k]) * (value - column[k]);
    }
    return m_squares;
}

std::int32_t CodeSearch::nearest(std::span<const float> vector)
{
    const std::span<const float> found = squares(vector);
    std::size_t best = 0;
    float least = std::numeric_limits<float>::infinity();
    for (std::size_t k = 0; k < found.size(); ++k)
        if (found[k] < least) {
            least = found[k];
            best = k;
        }
    return static_cast<std::int32_t>(best);
}

std::span<const std::int32_t> CodeSearch::around(std::int32_t code, int count)
{
    const auto wanted = static_cast<std::size_t>(std::clamp<std::int64_t>(count, 0, m_codes - 1));
    std::vector<std::int32_t>& found = m_around[code];
    if (found.size() < wanted) {
        std::vector<float> apart(m_squares.size());
        std::ranges::transform(squares(vectorOf(code)), apart.begin(), [](float square) {
            return std::isnan(square) ? std::numeric_limits<float>::infinity() : square; // compares with nothing
        });
        found.clear();
        for (std::int32_t other = 0; other < m_codes; ++other)
            if (other != code)
                found.push_back(other);
        std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(wanted),
                                  [&apart](std::int32_t a, std::int32_t b) {
                                      const float left = apart[static_cast<std::size_t>(a)],
                                                  right = apart[static_cast<std::size_t>(b)];
                                      return left != right ? left < right : a < b;
                                  });
        found.resize(wanted);
        found.shrink_to_fit();
    }
    return std::span(found).first(wanted);
}

} // namespace tessera::core
