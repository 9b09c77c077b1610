// SPDX-License-Identifier: GPL-3.0-or-later
// MSE, MAE, PSNR and SSIM of the reconstruction and of the unquantized picture, one row each.
#pragma once

#include "app/analysis/error_report.h"

#include <QTableWidget>

namespace tessera::app {

class QualityTable : public QTableWidget {
    Q_OBJECT
public:
    explicit QualityTable(const QString& accessibleName, QWidget* parent = nullptr);

    void setPair(const ErrorPair& pair);
};

} // namespace tessera::app
