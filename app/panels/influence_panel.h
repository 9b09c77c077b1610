// SPDX-License-Identifier: GPL-3.0-or-later
// How far one code reaches: a cell's code is exchanged for its nearest one, and the panel shows what that changes of the
// exact decode. The cell is the selected one, where just one is selected; otherwise the one that the mouse rested on
// last, or the keyboard's. On demand the same is averaged over cells all over the picture.
#pragma once

#include "app/panels/analysis_panel.h"
#include "core/analysis/influence.h"

#include <QTimer>

#include <memory>
#include <optional>

class QCheckBox;
class QProgressBar;
class QPushButton;

namespace tessera::core {
struct Tensor;
}

namespace tessera::app {

class CurvePlot;
class InfluenceView;
class Study;
struct Hover;

class InfluencePanel : public AnalysisPanel {
    Q_OBJECT
public:
    InfluencePanel(const PanelContext& context, QWidget* dock);

    static constexpr int kCells = 16; ///< that are averaged over

    /// What is concluded of one cell.
    static QString conclusionOf(const core::Influence& influence);
    InfluenceView& view() { return *m_view; }
    Study& study() { return *m_study; }
    Study& meanStudy() { return *m_mean; }

private:
    struct Subject {
        CodesVersion codes;
        core::Cell cell;
        bool operator==(const Subject&) const = default;
    };
    struct Found {
        Subject subject;
        core::Influence influence;
        double distance = 0; ///< of the two codes' vectors
        std::shared_ptr<const core::Tensor> before; ///< the decode of the codes as they are: for the next cell
    };
    struct FoundMean {
        CodesVersion codes;
        core::MeanInfluence mean;
    };

    void makeLayout();
    void look() override;
    void rest() override;
    void follow(core::Cell cell);
    std::optional<core::Cell> cell() const;
    void start(const Subject& subject);
    void startOrCancelMean();
    void show(const Found* found, bool isCurrent);
    void showMean();
    QString emptyText() const;

    Canvas& m_canvas;
    Study* m_study;
    Study* m_mean;
    std::optional<Subject> m_asked; ///< the newest that was asked for
    std::optional<Subject> m_shown; ///< in the view
    CodesVersion m_meanAsked;
    std::optional<core::Cell> m_followed, m_next; ///< where the mouse rested last, and where it is now
    QTimer m_resting;
    InfluenceView* m_view;
    QCheckBox* m_whole;
    QCheckBox* m_logarithmic;
    QLabel* m_facts;
    QPushButton* m_average; ///< over cells, and cancels that
    QProgressBar* m_progress;
    QLabel* m_meanFacts;
    CurvePlot* m_plot;
    QLabel* m_recipe;
};

} // namespace tessera::app
