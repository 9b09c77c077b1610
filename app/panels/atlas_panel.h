// SPDX-License-Identifier: GPL-3.0-or-later
// The codebook as a map, linked both ways with the codes of the picture and with the codebook dock: what is chosen, or
// under the mouse, in one of them is marked in the others. Below it where the chosen code occurs.
#pragma once

#include "app/analysis/atlas_maker.h"
#include "app/panels/analysis_panel.h"

#include <cstdint>
#include <vector>

class QComboBox;
class QProgressBar;

namespace tessera::app {

class AtlasView;
class OccurrenceView;

class AtlasPanel : public AnalysisPanel {
    Q_OBJECT
public:
    AtlasPanel(const PanelContext& context, QWidget* dock);

    static constexpr int kExamples = 10; ///< of occurrences that are shown
    AtlasView& view() { return *m_view; }
    AtlasMaker& maker() { return *m_maker; }
    OccurrenceView& occurrences() { return *m_occurrences; }

private:
    void makeLayout();
    void connectParts();
    void look() override;
    void rest() override;
    void choose(int code);
    void showAtlas();
    void showCode();
    bool hasCodes() const; ///< of the model that the looks are of
    AtlasKind kind() const;
    QString conclusion(const std::vector<std::int64_t>& counts) const;

    PanelContext m_context;
    AtlasMaker* m_maker;
    QComboBox* m_kind;
    QComboBox* m_colouring;
    AtlasView* m_view;
    QProgressBar* m_progress;
    QLabel* m_code;
    OccurrenceView* m_occurrences;
    QLabel* m_recipe;
};

} // namespace tessera::app
