// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/settings.h"

#include "app/files/ini_text.h"
#include "core/atomic_file.h"
#include "core/error.h"
#include "core/files/bounded_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QMap>
#include <QMutex>
#include <QSettings>
#include <QThreadPool>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <span>
#include <sys/stat.h>
#include <utility>
#include <vector>

namespace tessera::app {
namespace {

constexpr int kPatienceMs = 3000; ///< for another program that writes; then both do

struct Changes {
    bool cleared = false;             ///< before all else
    QMap<QString, QVariant> values{}; ///< invalid: removed
};

/// Where QSettings has it. That of an organization without a file is asked for: QSettings reads what is there.
const QString& settingsPath()
{
    static const QString path = [] {
        const QSettings none(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("Tessera"), QStringLiteral("none"));
        return QFileInfo(none.fileName()).dir().filePath(QStringLiteral("tessera.ini"));
    }();
    return path;
}

/// The file as it was read last: which one it was, and what is in it.
struct Contents {
    struct stat status {}; ///< without an inode: none is there
    IniText text;
    QString problem; ///< why it cannot be read; empty where it can, and where there is none
};

Contents contentsOf(const std::filesystem::path& path)
{
    Contents contents;
    if (::stat(path.c_str(), &contents.status) != 0 && errno == ENOENT) {
        contents.status = {};
        return contents;
    }
    try {
        const std::vector<std::byte> bytes = core::readFile(path, kMostSettingsBytes);
        contents.text = parseIni({reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())});
    } catch (const core::Error& error) {
        contents.problem = QString::fromUtf8(error.what());
    }
    return contents;
}

/// Is it still the same file? Each write makes a new one.
bool isUnchanged(const struct stat& before, const std::filesystem::path& path)
{
    struct stat now {};
    if (::stat(path.c_str(), &now) != 0)
        now = {};
    return now.st_ino == before.st_ino && now.st_dev == before.st_dev && now.st_size == before.st_size
        && now.st_mtim.tv_sec == before.st_mtim.tv_sec && now.st_mtim.tv_nsec == before.st_mtim.tv_nsec;
}

/// What is in the file now, read anew where it has changed. On any thread.
Contents current()
{
    static QMutex mutex;
    static std::optional<Contents> last;
    const QMutexLocker lock(&mutex);
    const std::filesystem::path path = QFile::encodeName(settingsPath()).toStdString();
    if (!last || !isUnchanged(last->status, path))
        last = contentsOf(path);
    return *last;
}

QMap<QString, QByteArray> merged(QMap<QString, QByteArray> values, const Changes& changes)
{
    if (changes.cleared)
        values.clear();
    for (auto change = changes.values.begin(); change != changes.values.end(); ++change)
        if (change->isValid())
            values[change.key()] = toIniValue(*change);
        else
            values.remove(change.key());
    return values;
}

/// Why that could not be done, in which case the file is as it was; else nothing.
QString write(const QString& path, const Changes& changes)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    QLockFile lock(path + QStringLiteral(".lock")); // as of QSettings, which other versions use
    lock.tryLock(kPatienceMs);
    const std::filesystem::path file = QFile::encodeName(path).toStdString();
    const Contents before = contentsOf(file); // not that of current(): others may have written just now
    if (!before.problem.isEmpty() && !changes.cleared)
        return QCoreApplication::translate("Settings", "%1, so the defaults are in effect and the file is left as it is; rename it to begin anew")
            .arg(before.problem);
    try {
        const QMap<QString, QByteArray> values = merged(before.text.values, changes);
        if (before.status.st_ino != 0 && before.problem.isEmpty() && values == before.text.values)
            return {};
        if (values.isEmpty() && before.status.st_ino == 0)
            return {};
        const QByteArray text = toIni(values);
        core::writeFileAtomically(file, std::as_bytes(std::span(text.data(), static_cast<std::size_t>(text.size()))));
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
        const QString path = settingsPath();
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
    if (changes.cleared)
        return byDefault;
    const QMap<QString, QByteArray> values = current().text.values;
    const auto found = values.constFind(key);
    return found == values.constEnd() ? byDefault : fromIniValue(*found);
}

QStringList Settings::keys() const
{
    const Changes changes = store().changes();
    QStringList keys = changes.cleared ? QStringList() : current().text.values.keys();
    for (auto change = changes.values.begin(); change != changes.values.end(); ++change) {
        keys.removeAll(change.key());
        if (change->isValid())
            keys << change.key();
    }
    return keys;
}

QString Settings::fileName() const { return settingsPath(); }

bool Settings::isDamaged() const { return !current().text.isWhole; }

void Settings::setValue(const QString& key, const QVariant& value) { store().add({false, {{key, value}}}); }

void Settings::remove(const QString& key) { store().add({false, {{key, QVariant()}}}); }

void Settings::clear() { store().add({true, {}}); }

SettingsKeeper& settingsKeeper() { return store().keeper(); }

void lookAtSettings()
{
    if (!current().problem.isEmpty())
        store().add({});
}

void flushSettings() { store().wait(); }

} // namespace tessera::app
