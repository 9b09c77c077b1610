// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/settings.h"

#include "core/atomic_file.h"
#include "core/error.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QMap>
#include <QMutex>
#include <QSettings>
#include <QTemporaryDir>
#include <QThreadPool>

#include <span>
#include <utility>

namespace tessera::app {
namespace {

constexpr int kPatienceMs = 3000; ///< for another program that writes; then both do

struct Changes {
    bool cleared = false;             ///< before all else
    QMap<QString, QVariant> values{}; ///< invalid: removed
};

QSettings ofFile()
{
    return {QSettings::IniFormat, QSettings::UserScope, QStringLiteral("Tessera"), QStringLiteral("tessera")};
}

QByteArray contentsOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// `before`, with the changes. QSettings knows how to write them, but only into files: into one that nobody else reads.
/// Throws FileError where there is no room for it.
QByteArray merged(const QByteArray& before, const Changes& changes)
{
    const auto noRoom = [] { return core::FileError("no file can be written in " + QDir::tempPath().toStdString()); };
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("settings.ini"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(before) != before.size() || !file.flush())
        throw noRoom();
    file.close();
    QSettings settings(path, QSettings::IniFormat);
    if (changes.cleared)
        settings.clear();
    for (auto change = changes.values.begin(); change != changes.values.end(); ++change)
        if (change->isValid())
            settings.setValue(change.key(), *change);
        else
            settings.remove(change.key());
    settings.sync();
    if (settings.status() == QSettings::AccessError)
        throw noRoom();
    return contentsOf(path);
}

/// Why that could not be done, in which case the file is as it was; else nothing.
QString write(const QString& path, const Changes& changes)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    QLockFile lock(path + QStringLiteral(".lock")); // as of QSettings, which other versions use
    lock.tryLock(kPatienceMs);
    try {
        const QByteArray before = contentsOf(path);
        const QByteArray after = merged(before, changes);
        if (after != before)
            core::writeFileAtomically(QFile::encodeName(path).toStdString(),
                                      std::as_bytes(std::span(after.data(), static_cast<std::size_t>(after.size()))));
        return {};
    } catch (const core::Error& error) {
        return QString::fromUtf8(error.what());
    }
}

/// `older`, and then `newer`.
Changes both(Changes older, const Changes& newer)
{
    if (newer.cleared)
        return newer;
    for (auto change = newer.values.begin(); change != newer.values.end(); ++change)
        older.values[change.key()] = *change;
    return older;
}

/// The changes that are not in the file yet, and the thread that brings them there.
class Store {
public:
    Store() { m_pool.setMaxThreadCount(1); }

    Changes changes()
    {
        const QMutexLocker lock(&m_mutex);
        return both(m_inWork, m_waiting);
    }

    void add(const Changes& changes)
    {
        const QMutexLocker lock(&m_mutex);
        m_waiting = both(m_waiting, changes);
        if (!std::exchange(m_isWriting, true))
            m_pool.start([this] { writeAll(); });
    }

    void wait() { m_pool.waitForDone(); }
    SettingsKeeper& keeper() { return m_keeper; }

private:
    /// Until nothing more waits. What cannot be written waits for the next change.
    void writeAll()
    {
        const QString path = ofFile().fileName();
        while (true) {
            {
                const QMutexLocker lock(&m_mutex);
                m_inWork = std::exchange(m_waiting, {});
            }
            const QString problem = write(path, m_inWork); // nobody else changes it
            if (!problem.isEmpty() && m_problem.isEmpty())
                emit m_keeper.failed(problem);
            m_problem = problem;
            const QMutexLocker lock(&m_mutex);
            const bool hasMore = m_waiting.cleared || !m_waiting.values.isEmpty();
            if (!problem.isEmpty())
                m_waiting = both(m_inWork, m_waiting);
            m_inWork = {};
            if (!hasMore) {
                m_isWriting = false;
                return;
            }
        }
    }

    QMutex m_mutex;
    Changes m_waiting, m_inWork;
    bool m_isWriting = false;
    QString m_problem; ///< of the newest write; the writing thread's
    SettingsKeeper m_keeper;
    QThreadPool m_pool; ///< ends before what it uses
};

Store& store()
{
    static Store store;
    static const bool isAwaited = [] {
        qAddPostRoutine(flushSettings);
        return true;
    }();
    static_cast<void>(isAwaited);
    return store;
}

} // namespace

QVariant Settings::value(const QString& key, const QVariant& byDefault) const
{
    const Changes changes = store().changes();
    if (const auto change = changes.values.constFind(key); change != changes.values.constEnd())
        return change->isValid() ? *change : byDefault;
    return changes.cleared ? byDefault : ofFile().value(key, byDefault);
}

QStringList Settings::keys() const
{
    const Changes changes = store().changes();
    QStringList keys = changes.cleared ? QStringList() : ofFile().allKeys();
    for (auto change = changes.values.begin(); change != changes.values.end(); ++change) {
        keys.removeAll(change.key());
        if (change->isValid())
            keys << change.key();
    }
    return keys;
}

QString Settings::fileName() const { return ofFile().fileName(); }

bool Settings::isDamaged() const { return ofFile().status() == QSettings::FormatError; }

void Settings::setValue(const QString& key, const QVariant& value) { store().add({false, {{key, value}}}); }

void Settings::remove(const QString& key) { store().add({false, {{key, QVariant()}}}); }

void Settings::clear() { store().add({true, {}}); }

SettingsKeeper& settingsKeeper() { return store().keeper(); }

void flushSettings() { store().wait(); }

} // namespace tessera::app
