// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/floating_paste.h"

#include "app/canvas/viewport.h"
#include "app/documents/document.h"
#include "core/edit/region_sets.h"

#include <QKeyEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tessera::app {
namespace {

constexpr int kLargeStep = 8; ///< cells, with Shift

} // namespace

FloatingPaste::FloatingPaste(CanvasScene& scene, Viewport& viewport, QObject* parent)
    : QObject(parent), m_scene(scene), m_viewport(viewport)
{
}

void FloatingPaste::begin(FloatingCodes content, Land land)
{
    if (m_scene.factor() == 0 || content.block.isEmpty())
        return;
    cancel();
    const core::CellRect grid = m_scene.document->grid();
    core::Cell corner;
    if (const core::CellRect selected = m_scene.document->selection().bounds; !selected.isEmpty()) {
        corner = {selected.top, selected.left};
    } else {
        const QPointF centre = m_viewport.centre() / m_scene.factor();
        corner = {static_cast<int>(std::lround(centre.y() - content.block.rows / 2.0)),
                  static_cast<int>(std::lround(centre.x() - content.block.cols / 2.0))};
    }
    // Inside the picture where it fits, else at its upper left corner.
    corner = {std::max(std::min(corner.row, grid.rows - content.block.rows), 0),
              std::max(std::min(corner.col, grid.cols - content.block.cols), 0)};
    content.corner = corner;
    content.border = core::borderOf({{0, 0, content.block.rows, content.block.cols}, content.block.mask});
    m_scene.floating = std::move(content);
    m_land = std::move(land);
    m_viewport.makeVisible(m_scene.pictureRect(m_scene.floating->cells()));
    emit began();
    emit changed();
}

void FloatingPaste::cancel()
{
    if (!isActive())
        return;
    m_scene.floating.reset();
    m_land = nullptr;
    m_grip.reset();
    emit changed();
    emit ended();
}

void FloatingPaste::press(core::Cell cell)
{
    if (m_scene.floating->covers(cell))
        m_grip = core::Cell{cell.row - m_scene.floating->corner.row, cell.col - m_scene.floating->corner.col};
    else
        land();
}

void FloatingPaste::move(core::Cell cell)
{
    if (isActive() && m_grip)
        moveTo({cell.row - m_grip->row, cell.col - m_grip->col});
}

bool FloatingPaste::key(const QKeyEvent& event)
{
    if (!isActive())
        return false;
    const int step = event.modifiers().testFlag(Qt::ShiftModifier) ? kLargeStep : 1;
    const core::Cell corner = m_scene.floating->corner;
    switch (event.key()) {
    case Qt::Key_Up:
        moveTo({corner.row - step, corner.col});
        return true;
    case Qt::Key_Down:
        moveTo({corner.row + step, corner.col});
        return true;
    case Qt::Key_Left:
        moveTo({corner.row, corner.col - step});
        return true;
    case Qt::Key_Right:
        moveTo({corner.row, corner.col + step});
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        land();
        return true;
    case Qt::Key_Escape:
        cancel();
        return true;
    default:
        return false;
    }
}

Qt::CursorShape FloatingPaste::cursor(core::Cell cell) const
{
    return m_grip || m_scene.floating->covers(cell) ? Qt::SizeAllCursor : Qt::ArrowCursor;
}

/// Keeps at least one row and one column over the grid.
void FloatingPaste::moveTo(core::Cell corner)
{
    FloatingCodes& floating = *m_scene.floating;
    const core::CellRect grid = m_scene.document->grid(), before = floating.cells();
    floating.corner = {std::clamp(corner.row, 1 - floating.block.rows, grid.rows - 1),
                       std::clamp(corner.col, 1 - floating.block.cols, grid.cols - 1)};
    if (floating.cells() == before)
        return;
    if (!m_grip)
        m_viewport.makeVisible(m_scene.pictureRect(floating.cells().intersected(grid)));
    emit changed();
}

void FloatingPaste::land()
{
    if (!m_scene.paintable)
        return; // it stays until it can be put down
    const Land put = std::exchange(m_land, nullptr);
    const core::Cell corner = m_scene.floating->corner;
    cancel();
    put(corner);
}

} // namespace tessera::app
