// SPDX-License-Identifier: GPL-3.0-or-later
// MSE, MAE, PSNR and SSIM, one below the other, in a column for each thing that was measured: columns of a narrow dock
// have room for large figures where there are few.
#pragma once

#include "core/analysis/quality.h"

#include <QTableWidget>

#include <vector>

namespace tessera::app {

class QualityTable : public QTableWidget {
    Q_OBJECT
public:
    struct Subject {
        QString name, hint;
    };
    QualityTable(const QString& accessibleName, const std::vector<Subject>& subjects, QWidget* parent = nullptr);

    void setFigures(int subject, const core::Quality& quality);
};

} // namespace tessera::app
