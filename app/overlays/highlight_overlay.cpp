// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overlays/highlight_overlay.h"

#include "app/canvas/viewport.h"
#include "app/documents/document.h"
#include "app/overlays/pane_overlay.h"

#include <QPainter>

#include <utility>

namespace tessera::app {

Highlight::Highlight(core::Region region, const core::CellRect& grid)
    : cells(std::move(region)), border(core::borderOf(cells)),
      veil(grid.cols, grid.rows, QImage::Format_ARGB32_Premultiplied)
{
    for (int row = 0; row < grid.rows; ++row) {
        auto* line = reinterpret_cast<QRgb*>(veil.scanLine(row));
        for (int col = 0; col < grid.cols; ++col)
            line[col] = cells.contains({row, col}) ? 0 : qRgba(0, 0, 0, 150);
    }
}

void drawHighlight(QPainter& painter, const PaneContext& pane)
{
    const CanvasScene& scene = pane.scene;
    if (!scene.highlight || scene.factor() == 0)
        return;
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(pane.viewport.toWidget(scene.pictureRect(scene.document->grid()), pane.size),
                      scene.highlight->veil);
    outlineCells(painter, pane, scene.highlight->border);
}

} // namespace tessera::app
