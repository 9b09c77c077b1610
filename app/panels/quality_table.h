// SPDX-License-Identifier: GPL-3.0-or-later
// MSE, MAE, PSNR and SSIM, a row for each of the things that were measured.
#pragma once

#include "core/analysis/quality.h"

#include <QTableWidget>

#include <vector>

namespace tessera::app {

class QualityTable : public QTableWidget {
    Q_OBJECT
public:
    struct Row {
        QString name, hint;
    };
    QualityTable(const QString& accessibleName, const std::vector<Row>& rows, QWidget* parent = nullptr);

    void setFigures(int row, const core::Quality& quality);
    void setRowVisible(int row, bool visible);

private:
    void fit();
};

} // namespace tessera::app
