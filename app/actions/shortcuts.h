// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of actions as somebody has changed them: kept in the settings, in effect at once. One key has one meaning.
#pragma once

#include "app/actions/action_set.h"

#include <QObject>

namespace tessera::app {

class Shortcuts : public QObject {
    Q_OBJECT
public:
    /// Gives the actions the keys that the settings know. Made once all actions are there.
    explicit Shortcuts(ActionSet& actions);

    QStringList ids() const { return m_actions.ids(); }
    const QAction& action(const QString& id) const { return m_actions.at(id); }
    bool isChanged(const QString& id) const;
    /// The other action that has this key; empty where none has.
    QString ownerOf(const QKeySequence& key, const QString& except) const;
    /// Why nobody may have this key: the panes use it. Empty where it is free for actions.
    static QString reservedFor(const QKeySequence& key);

    /// The keys for an action, none for no key. They are taken from the actions that have them.
    void set(const QString& id, const QList<QKeySequence>& keys);
    void reset(const QString& id); ///< its own keys again, likewise
    void resetAll();

private:
    void apply(const QString& id, const QList<QKeySequence>& keys);
    void takeFromOthers(const QString& id, const QList<QKeySequence>& keys);

    ActionSet& m_actions;
};

} // namespace tessera::app
