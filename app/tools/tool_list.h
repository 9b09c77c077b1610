// SPDX-License-Identifier: GPL-3.0-or-later
// The tools there are. One row in tool_list.cpp registers a tool: tool bar, menu, keys, hints and the canvas follow it.
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

#include <memory>
#include <span>

namespace tessera::app {

class Tool;
class ToolState;

struct ToolRow {
    const char* id;   ///< ToolState::tool(), settings; never translated
    const char* name; ///< English, for toolName()
    const char* key;  ///< portable text, several separated by "; "
    const char* icon; ///< base name of an SVG in resources/icons
    const char* hint; ///< English, for toolHint(); "{id}" stands for the key of that action
    std::unique_ptr<Tool> (*make)(ToolState& state);
};

/// In the order of the tool bar.
std::span<const ToolRow> toolList();
/// Null for an id that no row has.
const ToolRow* findTool(const QString& id);

QString toolName(const ToolRow& row); ///< "Brush", translated
/// One line for the status bar: what a drag does and what the modifiers do. Translated; keys as in ToolRow::hint.
QString toolHint(const ToolRow& row);
QList<QKeySequence> toolKeys(const ToolRow& row); ///< the first is shown

} // namespace tessera::app
