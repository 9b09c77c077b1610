// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/quality_table.h"

#include <QAbstractButton>
#include <QHeaderView>
#include <QLocale>

#include <cmath>

namespace tessera::app {

QualityTable::QualityTable(const QString& accessibleName, QWidget* parent) : QTableWidget(2, 4, parent)
{
    setHorizontalHeaderLabels({tr("MSE"), tr("MAE"), tr("PSNR"), tr("SSIM")});
    setVerticalHeaderLabels({tr("Reconstruction"), tr("Unquantized")});
    const QString hints[] = {tr("Mean squared error of 8-bit values, 0 to 255²."),
                             tr("Mean absolute error of 8-bit values, 0 to 255."),
                             tr("Peak signal-to-noise ratio in dB: more is better."),
                             tr("Structural similarity, at most 1: more is better.")};
    for (int column = 0; column < 4; ++column)
        horizontalHeaderItem(column)->setToolTip(hints[column]);
    verticalHeaderItem(0)->setToolTip(tr("Input and reconstruction."));
    verticalHeaderItem(1)->setToolTip(tr("Input and what the decoder draws from the unquantized latents."));
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
    setFixedHeight(horizontalHeader()->sizeHint().height() + 2 * verticalHeader()->defaultSectionSize() + 4);
}

void QualityTable::setPair(const ErrorPair& pair)
{
    const QLocale locale;
    const auto number = [&locale](double value, int decimals) { // a quarter of a narrow dock has room for six characters
        return std::isinf(value) ? QStringLiteral("∞") : locale.toString(value, 'f', value < 1000 ? decimals : 0);
    };
    int row = 0;
    for (const core::Quality* quality : {&pair.reconstruction, &pair.unquantized}) {
        const QString figures[] = {number(quality->mse, 2), number(quality->mae, 2), number(quality->psnr, 2),
                                   number(quality->ssim, 4)};
        for (int column = 0; column < 4; ++column) {
            auto* item = new QTableWidgetItem(figures[column]);
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            setItem(row, column, item);
        }
        ++row;
    }
}

} // namespace tessera::app
