// SPDX-License-Identifier: GPL-3.0-or-later
// How good the reconstruction is, and whose fault the rest: the autoencoder's or quantization's. Of the picture and of
// the selected cells, with the recipe of the figures, and the same cell by cell as maps over the panes; and figures of
// what the active pane compares. Measured only while the panel is seen; figures of an older picture are grey.
#pragma once

#include "app/panels/analysis_panel.h"

class QComboBox;
class QLabel;

namespace tessera::app {

struct ErrorPair;
struct ErrorReport;
class PaneQuality;
class QualityTable;

class QualityPanel : public AnalysisPanel {
    Q_OBJECT
public:
    QualityPanel(const PanelContext& context, QWidget* dock);

    QualityTable& pictureTable() { return *m_picture; }
    QualityTable& selectionTable() { return *m_selection; }
    PaneQuality& pane() { return *m_pane; }

private:
    QWidget* makeMapRow();
    void look() override;
    void rest() override;
    void show(const ErrorReport& report);
    QString emptyText() const;

    Overlays& m_overlays;
    ErrorMeter& m_errors;
    QLabel* m_pictureName;
    QualityTable* m_picture;
    QLabel* m_selectionName;
    QualityTable* m_selection;
    PaneQuality* m_pane;
    QComboBox* m_map;
    QLabel* m_recipe;
};

} // namespace tessera::app
