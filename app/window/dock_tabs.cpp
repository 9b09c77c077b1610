// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/dock_tabs.h"

#include <QChildEvent>
#include <QMainWindow>
#include <QTabBar>

namespace tessera::app {

DockTabs::DockTabs(QMainWindow& window) : QObject(&window)
{
    window.installEventFilter(this);
}

bool DockTabs::eventFilter(QObject* watched, QEvent* event)
{
    // Polished: it is complete, and the window has set it up.
    if (event->type() == QEvent::ChildPolished)
        if (auto* bar = qobject_cast<QTabBar*>(static_cast<QChildEvent*>(event)->child())) {
            bar->setElideMode(Qt::ElideNone);
            bar->setUsesScrollButtons(true);
            bar->setExpanding(false);
        }
    return QObject::eventFilter(watched, event);
}

} // namespace tessera::app
