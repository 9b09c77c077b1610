// SPDX-License-Identifier: GPL-3.0-or-later
// The docks there are. One row in panel_list.cpp registers a panel: its dock, its entry in the View menu and its place in
// the saved layout follow it.
#pragma once

#include <QString>

#include <span>

class QWidget;

namespace tessera::app {

class ActionSet;
class Canvas;
class CodeLooks;
class ErrorMeter;
class Overlays;
class Session;
class StampShelf;
class ToolState;

/// What panels may know.
struct PanelContext {
    Session& session;
    ToolState& tools;
    CodeLooks& looks;
    StampShelf& stamps;
    ActionSet& actions;
    Overlays& overlays;
    ErrorMeter& errors;
    Canvas& canvas;
};

enum class PanelPlace {
    open,
    behind, ///< a tab behind the panel before it
    closed, ///< likewise, once somebody asks for it
};

struct PanelRow {
    const char* id;   ///< object name of the dock: part of the saved layout, never translated
    const char* name; ///< English, for panelName()
    const char* key;  ///< shows it, brings it to the front, or hides it where it is there; portable text
    const char* hint; ///< English, one line of use, for panelHint()
    PanelPlace place; ///< at first
    QWidget* (*make)(const PanelContext& context, QWidget* parent);
};

/// From top to bottom on the right side.
std::span<const PanelRow> panelList();

QString panelName(const PanelRow& row);
QString panelHint(const PanelRow& row);

} // namespace tessera::app
