// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/quality_table.h"

#include <QAbstractButton>
#include <QHeaderView>
#include <QLocale>

#include <cmath>

namespace tessera::app {
namespace {

constexpr int kFigures = 4;

QTableWidgetItem* header(const QString& name, const QString& hint)
{
    auto* item = new QTableWidgetItem(name);
    item->setToolTip(hint);
    return item;
}

} // namespace

QualityTable::QualityTable(const QString& accessibleName, const std::vector<Subject>& subjects, QWidget* parent)
    : QTableWidget(kFigures, static_cast<int>(subjects.size()), parent)
{
    setVerticalHeaderItem(0, header(tr("MSE"), tr("Mean squared error of 8-bit values, 0 to 255².")));
    setVerticalHeaderItem(1, header(tr("MAE"), tr("Mean absolute error of 8-bit values, 0 to 255.")));
    setVerticalHeaderItem(2, header(tr("PSNR"), tr("Peak signal-to-noise ratio in dB: more is better.")));
    setVerticalHeaderItem(3, header(tr("SSIM"), tr("Structural similarity, at most 1: more is better.")));
    int column = 0;
    for (const Subject& subject : subjects)
        setHorizontalHeaderItem(column++, header(subject.name, subject.hint));
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
    setFixedHeight(horizontalHeader()->sizeHint().height() + kFigures * verticalHeader()->defaultSectionSize() + 4);
}

void QualityTable::setFigures(int subject, const core::Quality& quality)
{
    const QLocale locale;
    const auto number = [&locale](double value, int decimals) {
        return std::isinf(value) ? QStringLiteral("∞") : locale.toString(value, 'f', decimals);
    };
    const QString figures[kFigures] = {number(quality.mse, 2), number(quality.mae, 2), number(quality.psnr, 2),
                                       number(quality.ssim, 4)};
    for (int row = 0; row < kFigures; ++row) {
        auto* item = new QTableWidgetItem(figures[row]);
        item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        setItem(row, subject, item);
    }
}

} // namespace tessera::app
