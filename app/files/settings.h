// SPDX-License-Identifier: GPL-3.0-or-later
// What the program remembers between runs: an INI file under XDG_CONFIG_HOME (Tessera/tessera.ini). A damaged or
// unwritable file means defaults, never a failure.
#pragma once

#include <QSettings>
#include <QString>

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

/// Opens the settings: cheap, Qt keeps the file's contents.
inline QSettings openSettings()
{
    return QSettings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("Tessera"), QStringLiteral("tessera"));
}

} // namespace tessera::app
