// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of the picture's history; a click goes there. Below them, how much memory a history may take.
#pragma once

#include "app/panels/panel_list.h"

#include <QWidget>

class QSpinBox;
class QUndoView;

namespace tessera::app {

class HistoryPanel : public QWidget {
    Q_OBJECT
public:
    explicit HistoryPanel(const PanelContext& context, QWidget* parent = nullptr);

private:
    QUndoView* makeView(Session& session);
    QSpinBox* makeLimit(Session& session);
};

} // namespace tessera::app
