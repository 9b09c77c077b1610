// SPDX-License-Identifier: GPL-3.0-or-later
// Paints a row of an OpList: name and time, a bar as long as the time, and below it what was computed how fast.
#pragma once

#include <QStyledItemDelegate>

namespace tessera::app {

class OpPainter : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace tessera::app
