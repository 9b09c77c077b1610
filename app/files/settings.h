// SPDX-License-Identifier: GPL-3.0-or-later
// What the program remembers between runs: an INI file under XDG_CONFIG_HOME (Tessera/tessera.ini), as QSettings reads
// and writes it, but read within a limit, and replaced as a whole by core's one writer of files: a fault leaves the old
// settings or the new ones. It is written by a thread of its own, soon after a change. What other programs have set
// meanwhile stays. A damaged or unwritable file means defaults, never a failure; one that cannot be read is left as it is.
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <QVariant>

#include <cstdint>

namespace tessera::app {

namespace settings_key {
inline constexpr auto kTheme = "window/theme";
inline constexpr auto kGeometry = "window/geometry";
inline constexpr auto kState = "window/state";
inline constexpr auto kGrid = "view/grid";
inline constexpr auto kNumbers = "view/numbers";
inline constexpr auto kFilmstrip = "view/filmstrip";
inline constexpr auto kPanes = "view/panes";     ///< how many
inline constexpr auto kSources = "view/sources"; ///< and their number: what they show
inline constexpr auto kColouring = "view/colouring";
inline constexpr auto kSeed = "view/seed";
inline constexpr auto kHistoryLimit = "edit/history"; ///< MiB a document
inline constexpr auto kDevice = "engine/device";
inline constexpr auto kExact = "engine/exact";
inline constexpr auto kMemoryBudget = "engine/memoryBudget"; ///< MiB; 0: what the device has
inline constexpr auto kModel = "engine/model";
inline constexpr auto kFit = "engine/fit";
inline constexpr auto kPictureFolder = "folders/pictures";
inline constexpr auto kExportFolder = "folders/export";
inline constexpr auto kGrids = "import/rows"; ///< and a number of codes in one row: the rows that they were given last
inline constexpr auto kModelFolder = "folders/models";
inline constexpr auto kKeys = "keys"; ///< a group: the id of an action, its keys
inline constexpr auto kProjectFolder = "folders/projects";
inline constexpr auto kBundleModels = "projects/bundleModels";
inline constexpr auto kRecentProjects = "recent/projects";
inline constexpr auto kFavourites = "favourites"; ///< and the model: codes
inline constexpr auto kOverlays = "overlays";     ///< and what of them
inline constexpr auto kRecentPictures = "recent/pictures";
inline constexpr auto kRecentModels = "recent/models";
} // namespace settings_key

/// The settings as they are: a handle, cheap to make. What was set is what is read, also before it is on the disk.
class Settings {
public:
    QVariant value(const QString& key, const QVariant& byDefault = {}) const;
    QStringList keys() const;
    QString fileName() const;
    bool isDamaged() const; ///< there is a file that can be read, but not be understood as a whole

    void setValue(const QString& key, const QVariant& value); ///< an invalid value removes it
    void remove(const QString& key);
    void clear(); ///< of everything, also what a newer version has set
};

inline Settings openSettings() { return {}; }

inline constexpr std::uint64_t kMostSettingsBytes = std::uint64_t{4} << 20; ///< of the file

/// Tells when settings cannot be kept: once until they can be again.
class SettingsKeeper : public QObject {
    Q_OBJECT
signals:
    void failed(const QString& problem); ///< which file, and why
};

SettingsKeeper& settingsKeeper();

/// Has it told, soon, where there is a file of settings that cannot be read: it is too large, no file, or closed to us.
void lookAtSettings();

/// Waits until what was changed is on the disk, or could not be written. The end of the application waits by itself.
void flushSettings();

} // namespace tessera::app
