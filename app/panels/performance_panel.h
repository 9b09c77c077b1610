// SPDX-License-Identifier: GPL-3.0-or-later
// Where the time and the memory of the last decode went, op by op. Takes in what is new only while it is seen.
#pragma once

#include "app/panels/panel_list.h"
#include "core/model/device.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QListView;

namespace tessera::app {

class OpList;

class PerformancePanel : public QWidget {
    Q_OBJECT
public:
    /// `dock` tells when the panel is seen.
    PerformancePanel(const PanelContext& context, QWidget* dock);

    QListView& list() { return *m_list; }

private:
    void take(core::Profile profile, bool hasDecoded);
    void setSeen(bool seen);
    void refresh();

    Session& m_session;
    core::Profile m_profile; ///< of the last decode on this device
    bool m_isSeen = false;   ///< not behind another tab either
    bool m_isStale = false;  ///< is m_profile newer than what is shown?
    bool m_hasDecoded = false; ///< has this device decoded anything?
    OpList* m_ops;
    QLabel* m_summary;
    QLabel* m_memory;
    QLabel* m_where;
    QCheckBox* m_slowestFirst;
    QListView* m_list;
    QLabel* m_empty;
};

} // namespace tessera::app
