// SPDX-License-Identifier: GPL-3.0-or-later
// The QActions and menus of the rows of action_list and tool_list. Owned by the window; others take an action by its id
// and say what it does. No exception leaves an action: it becomes failed().
#pragma once

#include <QAction>
#include <QHash>
#include <QMenu>
#include <QObject>

#include <exception>
#include <functional>

class QActionGroup;
class QMenuBar;
class QWidget;

namespace tessera::app {

class ActionSet : public QObject {
    Q_OBJECT
public:
    /// Makes all actions, adds them to `window` (so that their keys work there) and fills `bar`.
    ActionSet(QWidget& window, QMenuBar& bar);

    /// Ids as in action_list; tools are "tool-" and the tool's id. An unknown id is a programmer's mistake.
    QAction& at(const QString& id) const;
    QMenu& menu(const QString& id) const;

    /// Takes in an action that somebody else has made and owns; its keys now are its own.
    void adopt(const QString& id, QAction& action);

    QStringList ids() const { return m_ids; } ///< in the order that they were made in
    /// Before somebody changed them.
    QList<QKeySequence> ownKeys(const QString& id) const { return m_ownKeys.value(id); }
    /// Other keys for the action; its tool tip says them, and so does every line of use that speaks of it.
    void setKeys(const QString& id, const QList<QKeySequence>& keys);

    /// Runs `act` whenever the action is triggered.
    void on(const QString& id, QObject* context, std::function<void()> act);
    /// The same, with its state, for actions that are on or off.
    void onToggled(const QString& id, QObject* context, std::function<void(bool)> act);

    /// Runs `act` and turns what it throws into failed().
    void guard(const std::function<void()>& act);

signals:
    void failed(const QString& message);
    void keysChanged();

private:
    void addRows(QWidget& window, QMenuBar& bar);
    void addTools(QWidget& window);
    void add(const QString& id, QAction* action);
    void fillHints();
    QString withKeys(QString hint) const;

    QHash<QString, QAction*> m_actions;
    QStringList m_ids;
    QHash<QString, QList<QKeySequence>> m_ownKeys;
    QHash<QString, QString> m_hints; ///< lines of use that name keys, with their "{id}"
    QHash<QString, QMenu*> m_menus;
    QHash<QString, QActionGroup*> m_choices; ///< by menu
};

} // namespace tessera::app
