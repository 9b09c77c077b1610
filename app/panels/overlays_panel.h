// SPDX-License-Identifier: GPL-3.0-or-later
// What lies over the panes, and how strongly.
#pragma once

#include "app/panels/panel_list.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QSlider;

namespace tessera::app {

class OverlaysPanel : public QWidget {
    Q_OBJECT
public:
    explicit OverlaysPanel(const PanelContext& context, QWidget* parent = nullptr);

private:
    QCheckBox* addSwitch(const QString& text, const QString& hint);
    QSlider* addSlider(const QString& text, const QString& hint);
    void choose();
    void show();

    Overlays& m_overlays;
    QCheckBox* m_codes;
    QSlider* m_codesOpacity;
    QCheckBox* m_contours;
    QSlider* m_contourStep;
    QCheckBox* m_edited;
    QComboBox* m_map;
    QSlider* m_mapOpacity;
    QLabel* m_isolated;
    QPushButton* m_release;
};

} // namespace tessera::app
