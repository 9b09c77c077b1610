// SPDX-License-Identifier: GPL-3.0-or-later
// How much the reconstruction suffers when some of its codes are exchanged for near ones: PSNR over the share of cells.
#pragma once

#include "app/panels/analysis_panel.h"
#include "core/analysis/robustness.h"

#include <vector>

class QProgressBar;
class QPushButton;
class QSpinBox;

namespace tessera::app {

class CurvePlot;
class FactSheet;
class Study;

class RobustnessPanel : public AnalysisPanel {
    Q_OBJECT
public:
    RobustnessPanel(const PanelContext& context, QWidget* dock);

    using Points = std::vector<core::RobustnessPoint>;
    /// What is concluded of them.
    static QString conclusionOf(const Points& points, int neighbours);
    CurvePlot& plot() { return *m_plot; }
    Study& study() { return *m_study; }

private:
    /// What a result is about.
    struct Subject {
        CodesVersion codes;
        int neighbours = 0;
        bool operator==(const Subject&) const = default;
    };
    struct Found {
        Subject subject;
        Points points;
    };

    void makeLayout();
    void look() override;
    void rest() override;
    void startOrCancel();
    void start(const Subject& subject);
    Subject subject() const;
    void show(const Found& found);
    void showNothing();

    Study* m_study;
    Subject m_asked; ///< of what runs, or was cancelled: it does not start again by itself
    QSpinBox* m_neighbours;
    QPushButton* m_button; ///< measures, and cancels what runs
    QProgressBar* m_progress;
    CurvePlot* m_plot;
    QWidget* m_table; ///< holds a FactSheet
    QLabel* m_recipe;
};

} // namespace tessera::app
