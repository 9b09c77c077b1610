// SPDX-License-Identifier: GPL-3.0-or-later
// The menus and their entries. One row registers an action: menu, key, icon, tooltip and the sheet of keys follow it;
// what it does is connected by its id (actions/*_actions.cpp). The tools' rows come from tools/tool_list.
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

#include <span>

namespace tessera::app {

enum class ActionKind {
    plain,
    check,  ///< on or off
    choice, ///< one of its menu's choices is on
    menu,   ///< a menu of this id; others fill it, or rows name it as theirs
};

struct ActionRow {
    const char* id;
    const char* menu; ///< id of a row of kind menu; "" for the menu bar
    ActionKind kind;
    const char* text; ///< English, with the mnemonic's &, for actionText()
    const char* keys; ///< portable, several separated by "; "; the first is shown
    const char* icon; ///< base name of an SVG in resources/icons; may be empty
    const char* hint; ///< English, one line of use, for actionHint(); "{id}" stands for an action's key; may be empty
    bool apart = false; ///< a line above it in its menu
};

/// In the order of the menus.
std::span<const ActionRow> actionList();

QString actionText(const ActionRow& row); ///< translated, with the &
QString actionHint(const ActionRow& row);
QList<QKeySequence> actionKeys(const ActionRow& row);

/// "Name (key)" and, below it, the line of use. Plain text.
QString toolTipOf(const QString& text, const QKeySequence& key, const QString& hint);

} // namespace tessera::app
