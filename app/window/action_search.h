// SPDX-License-Identifier: GPL-3.0-or-later
// Finds an action by some letters of its name and runs it: a line to type in, and below it what fits, with the way in
// the menus and the key. What cannot be used now is shown grey and does nothing. Goes away on Esc or when it loses the
// focus.
#pragma once

#include "app/actions/menu_actions.h"

#include <QFrame>

class QLineEdit;
class QListWidget;
class QMenuBar;

namespace tessera::app {

class ActionSearch : public QFrame {
    Q_OBJECT
public:
    /// Over `window`, near its top.
    ActionSearch(const QMenuBar& bar, QWidget* window);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void refresh(const QString& query);
    void move(int rows);
    void run();

    QList<MenuAction> m_actions;
    QLineEdit* m_query;
    QListWidget* m_found;
};

} // namespace tessera::app
