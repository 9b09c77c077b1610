// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/code_list.h"

#include "app/codes/code_looks.h"
#include "app/panels/code_filter.h"

namespace tessera::app {

void CodeList::rebuild(int columns)
{
    const int codes = m_looks.codes();
    m_codes = orderCodes(m_order, codes, columns, m_looks.coordinates(), m_counts, colours());
    if (!m_filter.isEmpty()) {
        const auto isWanted = codeFilter(m_filter);
        std::erase_if(m_codes, [&](int code) {
            return !isWanted({code, count(code) > 0, m_looks.favourites().contains(code)});
        });
    }
    m_positions.assign(static_cast<std::size_t>(codes), -1);
    for (std::size_t i = 0; i < m_codes.size(); ++i)
        m_positions[static_cast<std::size_t>(m_codes[i])] = static_cast<int>(i);
}

int CodeList::positionOf(int code) const
{
    const auto at = static_cast<std::size_t>(code);
    return code >= 0 && at < m_positions.size() ? m_positions[at] : -1;
}

std::int64_t CodeList::count(int code) const
{
    const auto at = static_cast<std::size_t>(code);
    return code >= 0 && at < m_counts.size() ? m_counts[at] : 0;
}

/// What codes decode to, and until that is known the colours that stand for them.
std::vector<QRgb> CodeList::colours() const
{
    std::vector<QRgb> colours;
    if (m_order != CodeOrder::colour)
        return colours;
    const CodeSwatches& swatches = m_looks.swatches();
    for (int code = 0; code < m_looks.codes(); ++code)
        colours.push_back(swatches.has(code) ? swatches.meanColour(code) : m_looks.colour(code));
    return colours;
}

} // namespace tessera::app
