// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/cell_cursor.h"

#include "app/canvas/viewport.h"
#include "app/documents/document.h"

#include <algorithm>
#include <cmath>

namespace tessera::app {

CellCursor::CellCursor(CanvasScene& scene, Viewport& viewport, QObject* parent)
    : QObject(parent), m_scene(scene), m_viewport(viewport)
{
}

void CellCursor::set(core::Cell cell)
{
    if (m_scene.factor() == 0)
        return;
    const core::CellRect grid = m_scene.document->grid();
    cell = {std::clamp(cell.row, 0, grid.rows - 1), std::clamp(cell.col, 0, grid.cols - 1)};
    m_scene.cursorCell = cell;
    m_viewport.makeVisible(m_scene.pictureRect({cell.row, cell.col, 1, 1}));
    emit moved(cell);
}

bool CellCursor::clear()
{
    const bool was = m_scene.cursorCell.has_value();
    m_scene.cursorCell.reset();
    return was;
}

bool CellCursor::key(int key)
{
    core::Cell step;
    switch (key) {
    case Qt::Key_Up:
        step.row = -1;
        break;
    case Qt::Key_Down:
        step.row = 1;
        break;
    case Qt::Key_Left:
        step.col = -1;
        break;
    case Qt::Key_Right:
        step.col = 1;
        break;
    default:
        return false;
    }
    if (m_scene.cursorCell)
        set({m_scene.cursorCell->row + step.row, m_scene.cursorCell->col + step.col});
    else
        appear();
    return true;
}

void CellCursor::appear()
{
    if (m_scene.factor() == 0)
        return;
    const QPointF centre = m_viewport.centre() / m_scene.factor();
    set(m_scene.hoverCell.value_or(
        core::Cell{static_cast<int>(std::floor(centre.y())), static_cast<int>(std::floor(centre.x()))}));
}

} // namespace tessera::app
