// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/menu_actions.h"

#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>

namespace tessera::app {
namespace {

void collect(const QList<QAction*>& actions, const QStringList& path, QList<MenuAction>& to)
{
    for (QAction* action : actions) {
        if (action->isSeparator() || !action->isVisible())
            continue;
        if (const QMenu* menu = action->menu())
            collect(menu->actions(), path + QStringList{plainName(menu->title())}, to);
        else
            to.append({action, plainName(action->text()), path});
    }
}

} // namespace

QList<MenuAction> menuActions(const QMenuBar& bar)
{
    QList<MenuAction> found;
    collect(bar.actions(), {}, found);
    return found;
}

QString steadyName(const QAction& action)
{
    return plainName(action.iconText());
}

QString keysText(const QList<QKeySequence>& keys)
{
    QStringList texts;
    for (const QKeySequence& key : keys)
        texts << key.toString(QKeySequence::NativeText);
    return texts.join(QCoreApplication::translate("Actions", " or "));
}

QString plainName(const QString& text)
{
    QString name;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool mnemonic = text[i] == QLatin1Char('&') && i + 1 < text.size();
        if (mnemonic)
            ++i; // "&&" is a real one
        name += text[i];
    }
    if (name.endsWith(QStringLiteral("…")))
        name.chop(1);
    return name.trimmed();
}

} // namespace tessera::app
