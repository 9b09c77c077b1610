// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/action_set.h"

#include "app/actions/action_list.h"
#include "app/actions/menu_actions.h"
#include "app/files/memory_notice.h"
#include "app/tools/tool_list.h"
#include "app/window/icons.h"

#include <QActionGroup>
#include <QMenuBar>

namespace tessera::app {

ActionSet::ActionSet(QWidget& window, QMenuBar& bar) : QObject(&window)
{
    addRows(window, bar);
    addTools(window);
    fillHints();
}

void ActionSet::addRows(QWidget& window, QMenuBar& bar)
{
    for (const ActionRow& row : actionList()) {
        const QString id = QLatin1String(row.id);
        QMenu* parent = m_menus.value(QLatin1String(row.menu));
        if (parent && row.apart)
            parent->addSeparator();
        if (row.kind == ActionKind::menu) {
            QMenu* menu = parent ? parent->addMenu(actionText(row)) : bar.addMenu(actionText(row));
            menu->setIcon(icon(QLatin1String(row.icon)));
            m_menus.insert(id, menu);
            continue;
        }
        auto* action = new QAction(icon(QLatin1String(row.icon)), actionText(row), this);
        action->setShortcuts(actionKeys(row));
        action->setStatusTip(actionHint(row));
        action->setCheckable(row.kind != ActionKind::plain);
        if (row.kind == ActionKind::choice) {
            QActionGroup*& group = m_choices[QLatin1String(row.menu)];
            if (!group)
                group = new QActionGroup(this);
            group->addAction(action);
        }
        parent->addAction(action);
        window.addAction(action);
        add(id, action);
    }
}

void ActionSet::addTools(QWidget& window)
{
    auto* group = new QActionGroup(this);
    QMenu& tools = menu(QStringLiteral("tools"));
    QAction* first = tools.actions().value(0);
    for (const ToolRow& row : toolList()) {
        auto* action = new QAction(icon(QLatin1String(row.icon)), toolName(row), this);
        action->setShortcuts(toolKeys(row));
        action->setStatusTip(toolHint(row));
        action->setCheckable(true);
        group->addAction(action);
        tools.insertAction(first, action);
        window.addAction(action);
        add(QStringLiteral("tool-") + QLatin1String(row.id), action);
    }
}

void ActionSet::add(const QString& id, QAction* action)
{
    m_actions.insert(id, action);
    m_ids.append(id);
    QList<QKeySequence> keys = action->shortcuts();
    keys.removeAll(QKeySequence());
    action->setShortcuts(keys);
    m_ownKeys.insert(id, keys);
    if (action->statusTip().contains(QLatin1Char('{')))
        m_hints.insert(id, action->statusTip());
    action->setToolTip(toolTipOf(action->text(), action->shortcut(), action->statusTip()));
}

void ActionSet::fillHints()
{
    for (auto hint = m_hints.cbegin(); hint != m_hints.cend(); ++hint) {
        QAction& action = at(hint.key());
        action.setStatusTip(withKeys(hint.value()));
        action.setToolTip(toolTipOf(action.text(), action.shortcut(), action.statusTip()));
    }
}

/// The first key of each action that `hint` names as "{id}"; its name where it has no key.
QString ActionSet::withKeys(QString hint) const
{
    for (qsizetype open = hint.indexOf(QLatin1Char('{')); open >= 0; open = hint.indexOf(QLatin1Char('{'), open + 1)) {
        const qsizetype close = hint.indexOf(QLatin1Char('}'), open);
        Q_ASSERT(close > open);
        const QAction& action = at(hint.mid(open + 1, close - open - 1));
        const QString key = action.shortcut().toString(QKeySequence::NativeText);
        hint.replace(open, close - open + 1, key.isEmpty() ? plainName(action.text()) : key);
    }
    return hint;
}

void ActionSet::adopt(const QString& id, QAction& action) { add(id, &action); }

void ActionSet::setKeys(const QString& id, const QList<QKeySequence>& keys)
{
    QAction& action = at(id);
    if (action.shortcuts() == keys)
        return;
    action.setShortcuts(keys);
    action.setToolTip(toolTipOf(action.text(), action.shortcut(), action.statusTip()));
    fillHints();
    emit keysChanged();
}

QAction& ActionSet::at(const QString& id) const
{
    QAction* action = m_actions.value(id);
    Q_ASSERT_X(action, "ActionSet", qPrintable(id));
    return *action;
}

QMenu& ActionSet::menu(const QString& id) const
{
    QMenu* menu = m_menus.value(id);
    Q_ASSERT_X(menu, "ActionSet", qPrintable(id));
    return *menu;
}

void ActionSet::on(const QString& id, QObject* context, std::function<void()> act)
{
    connect(&at(id), &QAction::triggered, context, [this, act = std::move(act)] { guard(act); });
}

void ActionSet::onToggled(const QString& id, QObject* context, std::function<void(bool)> act)
{
    connect(&at(id), &QAction::toggled, context,
            [this, act = std::move(act)](bool on) { guard([&] { act(on); }); });
}

void ActionSet::guard(const std::function<void()>& act)
{
    try {
        act();
    } catch (const std::bad_alloc&) {
        emit failed(notEnoughMemory(tr("for this")));
    } catch (const std::exception& error) {
        emit failed(QString::fromUtf8(error.what()));
    }
}

} // namespace tessera::app
