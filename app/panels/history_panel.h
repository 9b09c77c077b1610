// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of the picture's history; a click goes there.
#pragma once

#include "app/panels/panel_list.h"

#include <QUndoView>

namespace tessera::app {

class HistoryPanel : public QUndoView {
    Q_OBJECT
public:
    explicit HistoryPanel(const PanelContext& context, QWidget* parent = nullptr);
};

} // namespace tessera::app
