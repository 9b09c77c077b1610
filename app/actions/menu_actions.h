// SPDX-License-Identifier: GPL-3.0-or-later
// All actions of the menu bar with the way to each, as they are now: what the search, the sheet of keys and the editor
// of keys show, so that none of them can forget one.
#pragma once

#include <QAction>
#include <QList>
#include <QPointer>
#include <QString>

class QMenuBar;

namespace tessera::app {

struct MenuAction {
    QPointer<QAction> action;
    QString name;     ///< without mnemonic and dots: "Export Codes"
    QStringList path; ///< the menus above it: "File", "Export"
};

/// In the order of the menus; separators, submenus themselves and what is not visible are left out.
QList<MenuAction> menuActions(const QMenuBar& bar);

/// The name of an action whatever it would do next: "Undo", where its text is "Undo Brush".
QString steadyName(const QAction& action);

/// "Shift+, or <"; empty for no key.
QString keysText(const QList<QKeySequence>& keys);

/// `text` without mnemonic and dots.
QString plainName(const QString& text);

} // namespace tessera::app
