// SPDX-License-Identifier: GPL-3.0-or-later
// The ops of one pass as rows for a list, in the order in which they ran or the slowest first.
#pragma once

#include "core/model/device.h"

#include <QAbstractListModel>

#include <vector>

namespace tessera::app {

class OpList : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;

    /// Beside Qt's own roles (name, tool tip, text for screen readers) what a row is painted from.
    enum Role { kTiming = Qt::UserRole, kPartOfSlowest, kSpeed, kDetail };

    void setOps(std::vector<core::OpTiming> ops);
    void setSlowestFirst(bool slowestFirst);

    double milliseconds() const { return m_sum; } ///< of all
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    void arrange();

    std::vector<core::OpTiming> m_ops; ///< in order
    std::vector<std::size_t> m_rows;   ///< as they are shown
    double m_sum = 0, m_slowest = 0;
    bool m_slowestFirst = false;
};

/// Milliseconds, GFLOP/s: three digits that count, as people read them.
QString shortNumber(double value);

} // namespace tessera::app
