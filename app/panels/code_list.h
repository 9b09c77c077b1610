// SPDX-License-Identifier: GPL-3.0-or-later
// The codes that a grid shows, in its order: sorted, filtered, and found again by their number.
#pragma once

#include "app/panels/code_order.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace tessera::app {

class CodeLooks;

class CodeList {
public:
    explicit CodeList(const CodeLooks& looks) : m_looks(looks) {}

    void setOrder(CodeOrder order) { m_order = order; }
    CodeOrder order() const { return m_order; }
    void setFilter(const QString& text) { m_filter = text; }
    void setCounts(std::vector<std::int64_t> counts) { m_counts = std::move(counts); }
    /// Would other counts make another list?
    bool dependsOnCounts() const { return m_order == CodeOrder::usage || !m_filter.isEmpty(); }
    void rebuild(int columns);

    const std::vector<int>& codes() const { return m_codes; }
    int positionOf(int code) const; ///< -1: not in the list
    std::int64_t count(int code) const;

private:
    std::vector<QRgb> colours() const;

    const CodeLooks& m_looks;
    CodeOrder m_order = CodeOrder::number;
    QString m_filter;
    std::vector<std::int64_t> m_counts;
    std::vector<int> m_codes;
    std::vector<int> m_positions;
};

} // namespace tessera::app
