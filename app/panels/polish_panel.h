// SPDX-License-Identifier: GPL-3.0-or-later
// Polishing: how many codes each cell tries, how far it is, what was gained.
#pragma once

#include "app/panels/panel_list.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace tessera::app {

class Polisher;

class PolishPanel : public QWidget {
    Q_OBJECT
public:
    explicit PolishPanel(const PanelContext& context, QWidget* parent = nullptr);

    Polisher& polisher() { return *m_polisher; }

private:
    void watchDocument();
    void startOrStop();
    void refresh();
    QString conclusion() const;

    Session& m_session;
    Polisher* m_polisher;
    QLabel* m_conclusion;
    QSpinBox* m_candidates;
    QSpinBox* m_passes;
    QPushButton* m_button; ///< starts, and stops what runs
    QProgressBar* m_progress;
    QLabel* m_recipe;
};

} // namespace tessera::app
