// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/canvas_scene.h"

#include "app/document.h"

namespace tessera::app {

int CanvasScene::factor() const
{
    return document && document->hasCodes() ? static_cast<int>(document->model()->factor()) : 0;
}

QRectF CanvasScene::pictureRect(const core::CellRect& cells) const
{
    const double f = factor();
    return {cells.left * f, cells.top * f, cells.cols * f, cells.rows * f};
}

int CanvasScene::shownCode(core::Cell cell) const
{
    if (floating && floating->hasCodes && floating->covers(cell))
        return floating->codeAt(cell);
    return document->codes().at(cell.row, cell.col);
}

core::CellRect CanvasScene::overlayCells() const
{
    core::CellRect cells = preview.cells.bounds;
    for (const std::optional<core::Cell>& cell : {hoverCell, cursorCell})
        if (cell)
            cells = cells.united({cell->row, cell->col, 1, 1});
    return cells;
}

} // namespace tessera::app
