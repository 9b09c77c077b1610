// SPDX-License-Identifier: GPL-3.0-or-later
// The maps that can lie over the cells. One row adds one: to the overlays, the panels that choose among them and the
// legend. Its action is a row in actions/action_list.cpp too.
#pragma once

#include "app/overlays/overlays.h"

#include <QString>

#include <span>

namespace tessera::app {

/// What a map is made of, and so what has to be computed for it.
enum class MapSource { none, distances, errors };

struct OverlayMap {
    Overlays::Map map;
    MapSource source;
    const char* action; ///< "map-distance"
    const char* name;   ///< English, for mapName()
    const char* hint;   ///< likewise; what it shows
    core::ColourMap colours;
    /// One value a cell. Lives as long as its sources, either of which may be null.
    MapValues (*values)(const core::CodeDistances* distances, const ErrorReport* errors);
    /// Where it has a value for each pixel of the input: as large as the picture, so whoever computes it colours it, too.
    /// Null without errors.
    const ColouredMap* (*made)(const ErrorReport* errors) = nullptr;

    bool ofPixels() const { return made != nullptr; }
};

/// "None" is the first.
std::span<const OverlayMap> overlayMaps();
const OverlayMap& overlayMap(Overlays::Map map);

QString mapName(const OverlayMap& row);
QString mapHint(const OverlayMap& row);

} // namespace tessera::app
