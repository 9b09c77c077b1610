// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/documents/recent_files.h"

#include "app/files/settings.h"

#include <QFileInfo>

namespace tessera::app {

RecentFiles::RecentFiles(const char* key, QObject* parent) : QObject(parent), m_key(key) {}

QStringList RecentFiles::paths() const
{
    QStringList paths = openSettings().value(m_key).toStringList();
    paths.removeIf([](const QString& path) { return path.isEmpty() || !QFileInfo::exists(path); });
    return paths.mid(0, kMost);
}

void RecentFiles::add(const QString& path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    QStringList all = paths();
    all.removeAll(absolute);
    all.prepend(absolute);
    write(all.mid(0, kMost));
}

void RecentFiles::remove(const QString& path)
{
    QStringList all = paths();
    if (all.removeAll(QFileInfo(path).absoluteFilePath()) > 0)
        write(all);
}

void RecentFiles::clear()
{
    write({});
}

void RecentFiles::write(const QStringList& paths)
{
    openSettings().setValue(m_key, paths);
    emit changed();
}

} // namespace tessera::app
