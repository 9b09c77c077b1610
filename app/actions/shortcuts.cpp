// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/shortcuts.h"

#include "app/files/settings.h"

#include <iterator>

namespace tessera::app {
namespace {

QString settingOf(const QString& id) { return QLatin1String(settings_key::kKeys) + QLatin1Char('/') + id; }

struct Reserved {
    Qt::Key key;
    const char* use; ///< English
};

/// What the panes do with keys themselves, whatever tool is chosen.
const Reserved kReserved[] = {
    {Qt::Key_Space, QT_TRANSLATE_NOOP("tessera::app::Shortcuts", "moves the view with a drag")},
    {Qt::Key_Escape, QT_TRANSLATE_NOOP("tessera::app::Shortcuts", "takes back the drag under way")},
    {Qt::Key_Return, QT_TRANSLATE_NOOP("tessera::app::Shortcuts", "uses the tool at the keyboard's cell")},
    {Qt::Key_Enter, QT_TRANSLATE_NOOP("tessera::app::Shortcuts", "uses the tool at the keyboard's cell")},
    {Qt::Key_Up, QT_TRANSLATE_NOOP("tessera::app::Shortcuts", "moves the keyboard's cell")},
    {Qt::Key_Down, QT_TRANSLATE_NOOP("tessera::app::Shortcuts", "moves the keyboard's cell")},
    {Qt::Key_Left, QT_TRANSLATE_NOOP("tessera::app::Shortcuts", "moves the keyboard's cell")},
    {Qt::Key_Right, QT_TRANSLATE_NOOP("tessera::app::Shortcuts", "moves the keyboard's cell")},
    {Qt::Key_Tab, QT_TRANSLATE_NOOP("tessera::app::Shortcuts", "goes to the next control")},
    {Qt::Key_Backtab, QT_TRANSLATE_NOOP("tessera::app::Shortcuts", "goes to the control before")},
};

} // namespace

Shortcuts::Shortcuts(ActionSet& actions) : QObject(&actions), m_actions(actions)
{
    const Settings settings = openSettings();
    for (const QString& id : ids())
        if (const QVariant text = settings.value(settingOf(id)); text.isValid()) {
            QList<QKeySequence> keys = QKeySequence::listFromString(text.toString(), QKeySequence::PortableText);
            keys.removeAll(QKeySequence());
            m_actions.setKeys(id, keys);
        }
}

bool Shortcuts::isChanged(const QString& id) const { return m_actions.at(id).shortcuts() != m_actions.ownKeys(id); }

QString Shortcuts::ownerOf(const QKeySequence& key, const QString& except) const
{
    for (const QString& id : ids())
        if (id != except && !key.isEmpty() && m_actions.at(id).shortcuts().contains(key))
            return id;
    return {};
}

QString Shortcuts::reservedFor(const QKeySequence& key)
{
    for (const Reserved& reserved : kReserved)
        if (key == QKeySequence(reserved.key))
            return tr(reserved.use);
    return {};
}

void Shortcuts::set(const QString& id, const QList<QKeySequence>& keys)
{
    takeFromOthers(id, keys);
    apply(id, keys);
}

void Shortcuts::reset(const QString& id) { set(id, m_actions.ownKeys(id)); }

void Shortcuts::resetAll()
{
    for (const QString& id : ids())
        apply(id, m_actions.ownKeys(id));
}

void Shortcuts::takeFromOthers(const QString& id, const QList<QKeySequence>& keys)
{
    for (const QKeySequence& key : keys)
        for (QString owner = ownerOf(key, id); !owner.isEmpty(); owner = ownerOf(key, id)) {
            QList<QKeySequence> left = m_actions.at(owner).shortcuts();
            left.removeAll(key);
            apply(owner, left);
        }
}

void Shortcuts::apply(const QString& id, const QList<QKeySequence>& keys)
{
    m_actions.setKeys(id, keys);
    Settings settings = openSettings();
    if (keys == m_actions.ownKeys(id))
        settings.remove(settingOf(id));
    else
        settings.setValue(settingOf(id), QKeySequence::listToString(keys, QKeySequence::PortableText));
}

} // namespace tessera::app
