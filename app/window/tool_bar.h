// SPDX-License-Identifier: GPL-3.0-or-later
// The bar above: the most used actions, the options of the tool at hand, and on the right which model and device are at
// work.
#pragma once

#include <QToolBar>

class QToolButton;

namespace tessera::app {

class ActionSet;
class Session;
class ToolState;

class ToolBar : public QToolBar {
    Q_OBJECT
public:
    ToolBar(const ActionSet& actions, Session& session, ToolState& tools, QWidget* parent = nullptr);

private:
    void addActions(const ActionSet& actions, std::initializer_list<const char*> ids);
    void addMenuButton(QMenu& menu, const QString& icon);
    QToolButton* addChip(QMenu& menu, const QString& icon, const QString& name);
    void showModelAndDevice(const Session& session);

    QToolButton* m_model = nullptr;
    QToolButton* m_device = nullptr;
};

} // namespace tessera::app
