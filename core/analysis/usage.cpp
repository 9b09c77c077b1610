// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/usage.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tessera::core {

std::vector<std::int64_t> countCodes(const IndexMap& map, std::int64_t codes)
{
    std::vector<std::int64_t> counts(static_cast<std::size_t>(codes));
    for (const std::int32_t code : map.codes)
        if (code >= 0 && code < codes)
            ++counts[static_cast<std::size_t>(code)];
    return counts;
}

std::vector<Cell> occurrences(const IndexMap& map, std::int32_t code, int most)
{
    std::vector<Cell> all;
    for (std::int64_t row = 0; row < map.rows; ++row)
        for (std::int64_t col = 0; col < map.cols; ++col)
            if (map.at(row, col) == code)
                all.push_back({static_cast<int>(row), static_cast<int>(col)});
    const std::size_t wanted = static_cast<std::size_t>(std::max(most, 0));
    if (all.size() <= wanted)
        return all;
    std::vector<Cell> chosen;
    for (std::size_t i = 0; i < wanted; ++i)
        chosen.push_back(all[(2 * i + 1) * all.size() / (2 * wanted)]);
    return chosen;
}

std::int64_t usedCodes(const std::vector<std::int64_t>& counts)
{
    return std::ranges::count_if(counts, [](std::int64_t count) { return count > 0; });
}

UsageFigures usageFigures(const std::vector<std::int64_t>& counts)
{
    UsageFigures figures;
    figures.tokens = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
    figures.used = usedCodes(counts);
    figures.dead = static_cast<std::int64_t>(counts.size()) - figures.used;
    if (figures.tokens == 0)
        return figures;
    for (const std::int64_t count : counts)
        if (count > 0 && count < figures.tokens) { // a single code has exactly 0 bits
            const double share = static_cast<double>(count) / static_cast<double>(figures.tokens);
            figures.entropyBits -= share * std::log2(share);
        }
    figures.perplexity = std::exp2(figures.entropyBits);
    return figures;
}

double bitsPerPixel(double entropyBits, std::int64_t cells, std::int64_t pixels)
{
    return pixels > 0 ? entropyBits * static_cast<double>(cells) / static_cast<double>(pixels) : 0;
}

CodeUsage::CodeUsage(std::int64_t codes)
    : m_counts(static_cast<std::size_t>(codes))
{
}

void CodeUsage::add(const IndexMap& map)
{
    const std::int64_t before = m_now.used;
    for (const std::int32_t code : map.codes)
        if (code >= 0 && static_cast<std::size_t>(code) < m_counts.size()) {
            std::int64_t& count = m_counts[static_cast<std::size_t>(code)];
            m_now.used += count == 0 ? 1 : 0;
            ++m_now.tokens;
            ++count;
        }
    m_pictures += map.count;
    m_now.pictures = m_pictures;
    if (m_now.used > before)
        m_growth.push_back(m_now);
}

std::vector<UsageGrowth> CodeUsage::growth() const
{
    std::vector<UsageGrowth> points = m_growth;
    if (m_now.pictures > 0 && (points.empty() || points.back() != m_now))
        points.push_back(m_now);
    return points;
}

std::string usageRecipe()
{
    return "cells of the padded pictures as encoded; entropy in bits of the codes' shares, perplexity 2^entropy; all "
           "of "
           "it depends on how many and which pictures were counted";
}

} // namespace tessera::core
