// SPDX-License-Identifier: GPL-3.0-or-later
// How good the reconstruction is, and whose fault the rest: the autoencoder's or quantization's. Of the picture and of
// the selected cells, with the recipe of the figures, and the same cell by cell as maps over the panes. Measured only
// while the panel is seen; figures of an older picture are grey.
#pragma once

#include "app/panels/panel_list.h"

#include <QScrollArea>

class QComboBox;
class QLabel;

namespace tessera::app {

struct ErrorPair;
struct ErrorReport;
class QualityTable;

class QualityPanel : public QScrollArea {
    Q_OBJECT
public:
    /// `dock` tells when the panel is seen.
    QualityPanel(const PanelContext& context, QWidget* dock);

    /// What is concluded about this picture, in one sentence.
    QString sentence() const;
    QualityTable& pictureTable() { return *m_picture; }
    QualityTable& selectionTable() { return *m_selection; }

private:
    QWidget* makeMapRow();
    void refresh();
    void show(const ErrorReport& report);
    QString emptyText() const;

    Session& m_session;
    Overlays& m_overlays;
    ErrorMeter& m_errors;
    bool m_isSeen = false; ///< not behind another tab either
    QLabel* m_sentence;
    QLabel* m_pictureName;
    QualityTable* m_picture;
    QLabel* m_selectionName;
    QualityTable* m_selection;
    QComboBox* m_map;
    QLabel* m_recipe;
};

} // namespace tessera::app
