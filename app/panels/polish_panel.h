// SPDX-License-Identifier: GPL-3.0-or-later
// Polishing: how many codes each cell tries, how far it is, what was gained.
#pragma once

#include "app/panels/analysis_panel.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace tessera::app {

class Polisher;

class PolishPanel : public AnalysisPanel {
    Q_OBJECT
public:
    PolishPanel(const PanelContext& context, QWidget* dock);

    Polisher& polisher() { return *m_polisher; }

private:
    void look() override;
    void startOrStop();
    QString conclusion() const;

    Polisher* m_polisher;
    QSpinBox* m_candidates;
    QSpinBox* m_passes;
    QPushButton* m_button; ///< starts, and stops what runs
    QProgressBar* m_progress;
    QLabel* m_recipe;
};

} // namespace tessera::app
