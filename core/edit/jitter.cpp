// SPDX-License-Identifier: Apache-2.0
#include "core/edit/jitter.h"

#include "core/edit/dice.h"

#include <utility>

namespace tessera::core {

Ink jitterInk(const IndexMap& from, const Jitter& jitter, NearCodes near)
{
    return [&from, jitter, near = std::move(near)](int row, int col) {
        const std::int32_t code = from.at(row, col);
        constexpr double kAll = 18446744073709551616.0; // 2^64
        // One number says whether, another which: those that change are not all of one kind.
        if (static_cast<double>(drawnFor(jitter.seed, row, col)) >= jitter.strength * kAll)
            return code;
        const std::span<const std::int32_t> codes = near(code, jitter.reach);
        return codes.empty() ? code : codes[oneOf(drawnFor(nextSeed(jitter.seed), row, col), codes.size())];
    };
}

JitterStroke::JitterStroke(CodeSearch& search, IndexMap codes, Jitter jitter, int size, BrushShape shape)
    : m_before(std::move(codes)), m_codes(m_before),
      m_ink(jitterInk(m_before, jitter, [&search](std::int32_t code, int count) { return search.around(code, count); })),
      m_size(size), m_shape(shape)
{
}

void JitterStroke::drag(Cell from, Cell to, const Progress& progress)
{
    const CellRect grid = m_codes.grid();
    const Region cells = brushLine(from, to, m_size, m_shape, grid);
    for (int row = cells.bounds.top; row < cells.bounds.top + cells.bounds.rows; ++row)
        for (int col = cells.bounds.left; col < cells.bounds.left + cells.bounds.cols; ++col)
            if (cells.contains({row, col})) {
                m_codes.at(row, col) = m_ink(row, col);
                progress.step(static_cast<double>(row - cells.bounds.top) / cells.bounds.rows);
            }
}

} // namespace tessera::core
