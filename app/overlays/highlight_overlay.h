// SPDX-License-Identifier: GPL-3.0-or-later
// Cells that stand out, for instance because a replacement would change them: all others are dimmed, and lines go around
// them, so that it is not the colour alone that tells.
#pragma once

#include "core/edit/outline.h"
#include "core/edit/region.h"

#include <QImage>

#include <vector>

class QPainter;

namespace tessera::app {

struct PaneContext;

struct Highlight {
    core::Region cells; ///< empty: everything is dimmed
    std::vector<core::BorderLine> border;
    QImage veil; ///< a pixel a cell of the grid: what lies over those that do not stand out

    Highlight(core::Region region, const core::CellRect& grid);
};

/// Draws nothing where the scene has no highlight.
void drawHighlight(QPainter& painter, const PaneContext& pane);

} // namespace tessera::app
