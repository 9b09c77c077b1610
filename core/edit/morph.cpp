// SPDX-License-Identifier: Apache-2.0
#include "core/edit/morph.h"

#include "core/edit/line.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace tessera::core {
namespace {

/// Visits the cells of the grid that the brush touches, with its share there.
template <class Visit>
void forEachTouched(const SoftBrush& brush, Cell centre, const CellRect& grid, Visit&& visit)
{
    const Region under = brushAt(centre, brush.size, brush.shape, grid);
    for (int row = under.bounds.top; row < under.bounds.top + under.bounds.rows; ++row)
        for (int col = under.bounds.left; col < under.bounds.left + under.bounds.cols; ++col)
            if (const double share = under.contains({row, col}) ? brush.at({row, col}, centre) : 0; share > 0)
                visit(Cell{row, col}, share);
}

} // namespace

MorphStroke::MorphStroke(CodeSearch& search, IndexMap codes, std::vector<float> target, MorphBrush brush)
    : m_search(search), m_codes(std::move(codes)), m_target(std::move(target)), m_brush(brush)
{
    assert(m_target.size() == search.length() && m_codes.count == 1);
}

void MorphStroke::drag(Cell from, Cell to, const Progress& progress)
{
    const int spacing = std::max(m_brush.brush.size / 4, 1);
    bool known = m_steps >= 0 && m_at == from; // has the first cell been counted?
    if (!known)
        m_steps = -1;
    walkLine(from, to, [&](Cell cell) {
        if (std::exchange(known, false))
            return;
        if (m_steps < 0 || ++m_steps >= spacing) {
            touch(cell, progress);
            m_steps = 0;
        }
    });
    m_at = to;
}

void MorphStroke::touch(Cell centre, const Progress& progress)
{
    forEachTouched(m_brush.brush, centre, m_codes.grid(), [&](Cell cell, double share) {
        std::int32_t& code = m_codes.at(cell.row, cell.col);
        const auto place = static_cast<std::size_t>(&code - m_codes.codes.data());
        const std::span<const float> vector = m_search.vectorOf(code);
        const auto [latents, isNew] = m_latents.try_emplace(place, vector.begin(), vector.end());
        const auto part = static_cast<float>(share * m_brush.strength);
        for (std::size_t e = 0; e < m_target.size(); ++e) // all of the way is exactly there
            latents->second[e] = (1 - part) * latents->second[e] + part * m_target[e];
        code = m_search.nearest(latents->second);
        progress.step(0); // how far, nobody asks of a touch
    });
}

std::vector<float> meanLatents(const Weight& codebook, const IndexMap& codes, Cell centre, const SoftBrush& brush)
{
    const auto length = static_cast<std::size_t>(codebook.shape.at(1));
    std::vector<double> sums(length);
    double shares = 0;
    forEachTouched(brush, centre, codes.grid(), [&](Cell cell, double share) {
        const float* vector = codebook.values.data() + static_cast<std::size_t>(codes.at(cell.row, cell.col)) * length;
        for (std::size_t e = 0; e < sums.size(); ++e)
            sums[e] += share * static_cast<double>(vector[e]);
        shares += share;
    });
    assert(shares > 0);
    std::vector<float> mean(sums.size());
    std::ranges::transform(sums, mean.begin(), [shares](double sum) { return static_cast<float>(sum / shares); });
    return mean;
}

} // namespace tessera::core
