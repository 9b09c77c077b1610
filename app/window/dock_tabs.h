// SPDX-License-Identifier: GPL-3.0-or-later
// The tabs of docks that share a place: their names are written out, and arrows lead to those that have no room.
#pragma once

#include <QObject>

class QMainWindow;

namespace tessera::app {

/// QMainWindow makes tab bars of its own whenever docks are put together, and cuts their names short.
class DockTabs : public QObject {
    Q_OBJECT
public:
    explicit DockTabs(QMainWindow& window);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace tessera::app
