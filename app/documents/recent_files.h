// SPDX-License-Identifier: GPL-3.0-or-later
// A list of what was opened last, newest first, kept in the settings. Pictures and models have one each.
#pragma once

#include <QObject>
#include <QStringList>

namespace tessera::app {

class RecentFiles : public QObject {
    Q_OBJECT
public:
    static constexpr int kMost = 10;

    /// `key`: where in the settings the list lies.
    explicit RecentFiles(const char* key, QObject* parent = nullptr);

    /// Absolute paths; files that are gone by now are left out.
    QStringList paths() const;
    void add(const QString& path);
    void remove(const QString& path);
    void clear();

signals:
    void changed();

private:
    void write(const QStringList& paths);

    const char* m_key;
};

} // namespace tessera::app
