// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/panel_docks.h"

#include "app/actions/action_set.h"
#include "app/panels/panel_list.h"
#include "app/window/dock_tabs.h"
#include "app/window/panel_scroll.h"

#include <QAction>
#include <QDockWidget>
#include <QMainWindow>
#include <QMenu>

namespace tessera::app {
namespace {

/// Is some of it in sight? A dock that another one lies over is as visible to Qt as that one.
bool isInFront(const QDockWidget& dock) { return dock.isVisible() && !dock.visibleRegion().isEmpty(); }

/// The dock's own action hides it wherever it is; this one shows what cannot be seen, and hides only what can.
void makeToggle(QDockWidget& dock, const QKeySequence& key)
{
    QAction& toggle = *dock.toggleViewAction();
    toggle.setShortcut(key);
    QObject::disconnect(&toggle, &QAction::triggered, &dock, nullptr);
    QObject::connect(&toggle, &QAction::triggered, &dock, [&dock, &toggle] {
        dock.setVisible(!isInFront(dock));
        if (!dock.isHidden())
            dock.raise(); // what somebody asks for comes before what it shares its place with
        toggle.setChecked(!dock.isHidden()); // the press has changed the mark
    });
}

} // namespace

void addPanelDocks(QMainWindow& window, const PanelContext& context)
{
    new DockTabs(window);
    QList<QDockWidget*> column;
    for (const PanelRow& row : panelList()) {
        auto* dock = new QDockWidget(panelName(row), &window);
        dock->setObjectName(QLatin1String(row.id));
        QWidget* panel = row.make(context, dock);
        if (panel->accessibleName().isEmpty())
            panel->setAccessibleName(panelName(row));
        dock->setWidget(new PanelScroll(panel, dock));
        window.addDockWidget(Qt::RightDockWidgetArea, dock);
        makeToggle(*dock, QKeySequence(QLatin1String(row.key)));
        dock->toggleViewAction()->setStatusTip(panelHint(row));
        context.actions.menu(QStringLiteral("panels")).addAction(dock->toggleViewAction());
        context.actions.adopt(QStringLiteral("panel-") + QLatin1String(row.id), *dock->toggleViewAction());
        if (row.place == PanelPlace::open)
            column << dock;
        else
            window.tabifyDockWidget(column.last(), dock);
        dock->setHidden(row.place == PanelPlace::closed);
    }
    for (QDockWidget* dock : column) // in front of what came to share its place
        dock->raise();
    window.resizeDocks(column, {600, 260}, Qt::Vertical);
    window.resizeDocks({column.first()}, {320}, Qt::Horizontal);
}

} // namespace tessera::app
