// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/quality_table.h"

#include <QAbstractButton>
#include <QHeaderView>
#include <QLocale>

#include <cmath>

namespace tessera::app {

QualityTable::QualityTable(const QString& accessibleName, const std::vector<Row>& rows, QWidget* parent)
    : QTableWidget(static_cast<int>(rows.size()), 4, parent)
{
    setHorizontalHeaderLabels({tr("MSE"), tr("MAE"), tr("PSNR"), tr("SSIM")});
    for (int row = 0; row < rowCount(); ++row) {
        auto* header = new QTableWidgetItem(rows[static_cast<std::size_t>(row)].name);
        header->setToolTip(rows[static_cast<std::size_t>(row)].hint);
        setVerticalHeaderItem(row, header);
    }
    const QString hints[] = {tr("Mean squared error of 8-bit values, 0 to 255²."),
                             tr("Mean absolute error of 8-bit values, 0 to 255."),
                             tr("Peak signal-to-noise ratio in dB: more is better."),
                             tr("Structural similarity, at most 1: more is better.")};
    for (int column = 0; column < 4; ++column)
        horizontalHeaderItem(column)->setToolTip(hints[column]);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionMode(QAbstractItemView::NoSelection);
    setFocusPolicy(Qt::TabFocus);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    for (auto* corner : findChildren<QAbstractButton*>())
        corner->setAccessibleName(tr("Select all")); // of the table itself
    setAccessibleName(accessibleName);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    fit();
}

void QualityTable::fit()
{
    int rows = 0;
    for (int row = 0; row < rowCount(); ++row)
        rows += isRowHidden(row) ? 0 : 1;
    setFixedHeight(horizontalHeader()->sizeHint().height() + rows * verticalHeader()->defaultSectionSize() + 4);
}

void QualityTable::setRowVisible(int row, bool visible)
{
    if (isRowHidden(row) != visible)
        return;
    setRowHidden(row, !visible);
    fit();
}

void QualityTable::setFigures(int row, const core::Quality& quality)
{
    const QLocale locale;
    const auto number = [&locale](double value, int decimals) { // a quarter of a narrow dock has room for six characters
        return std::isinf(value) ? QStringLiteral("∞") : locale.toString(value, 'f', value < 1000 ? decimals : 0);
    };
    const QString figures[] = {number(quality.mse, 2), number(quality.mae, 2), number(quality.psnr, 2),
                               number(quality.ssim, 4)};
    for (int column = 0; column < 4; ++column) {
        auto* item = new QTableWidgetItem(figures[column]);
        item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        setItem(row, column, item);
    }
}

} // namespace tessera::app
