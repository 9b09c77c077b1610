// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/shortcuts.h"

#include "app/files/settings.h"

#include <iterator>

namespace tessera::app {
namespace {

QString settingOf(const QString& id) { return QLatin1String(settings_key::kKeys) + QLatin1Char('/') + id; }

struct Reserved {
    const char* key; ///< portable text
    const char* use; ///< English
};

#define USE(english) QT_TRANSLATE_NOOP("tessera::app::Shortcuts", english)

/// What the panes do with keys themselves, whatever tool is chosen.
const Reserved kReserved[] = {
    {"Space", USE("moves the view with a drag")},
    {"Esc", USE("takes back the drag under way")},
    {"Return", USE("uses the tool at the keyboard's cell")},
    {"Enter", USE("uses the tool at the keyboard's cell")},
    {"Shift+Return", USE("uses the tool as with Shift at the keyboard's cell")},
    {"Shift+Enter", USE("uses the tool as with Shift at the keyboard's cell")},
    {"Ctrl+Return", USE("uses the tool as with Ctrl at the keyboard's cell")},
    {"Ctrl+Enter", USE("uses the tool as with Ctrl at the keyboard's cell")},
    {"Ctrl+Shift+Return", USE("uses the tool as with Ctrl and Shift at the keyboard's cell")},
    {"Ctrl+Shift+Enter", USE("uses the tool as with Ctrl and Shift at the keyboard's cell")},
    {"Up", USE("moves the keyboard's cell")},
    {"Down", USE("moves the keyboard's cell")},
    {"Left", USE("moves the keyboard's cell")},
    {"Right", USE("moves the keyboard's cell")},
    {"Shift+Up", USE("selects from the keyboard's cell")},
    {"Shift+Down", USE("selects from the keyboard's cell")},
    {"Shift+Left", USE("selects from the keyboard's cell")},
    {"Shift+Right", USE("selects from the keyboard's cell")},
    {"Alt+Left", USE("moves the line of a wipe")},
    {"Alt+Right", USE("moves the line of a wipe")},
    {"A", USE("shows the other picture as long as it is held")},
    {"`", USE("shows the other picture as long as it is held")},
    {"Tab", USE("goes to the next control")},
    {"Backtab", USE("goes to the control before")},
    {"Shift+Tab", USE("goes to the control before")},
    {"Shift+Backtab", USE("goes to the control before")},
};

#undef USE

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
        if (key == QKeySequence(QLatin1String(reserved.key), QKeySequence::PortableText))
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
