// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/canvas_scene.h"

#include "app/documents/document.h"
#include "app/panes/other_documents.h"
#include "app/panes/pane_images.h"

#include <cmath>

namespace tessera::app {

bool CanvasScene::isFront(const SourceRef& ref) const
{
    return ref.document == 0 || (others && others->isFront(ref.document));
}

const PaneImages* CanvasScene::imagesOf(quint64 number) const
{
    if (isFront({PaneSource::input, number}))
        return &images;
    return others ? others->imagesOf(number) : nullptr;
}

bool CanvasScene::isDecoding(const SourceRef& ref) const
{
    return isFront(ref) ? decoding : others && others->isWorking(ref.document);
}

ShownPicture CanvasScene::values(const SourceRef& ref) const
{
    const PaneImages* of = imagesOf(ref.document);
    return of ? of->values(ref.source) : ShownPicture();
}

QString CanvasScene::nameOf(const SourceRef& ref) const
{
    if (isFront(ref) || !others)
        return paneName(ref.source);
    return QStringLiteral("%1: %2").arg(others->nameOf(ref.document), paneName(ref.source));
}

QString CanvasScene::nameOf(const PaneSetup& setup) const
{
    const QString first = nameOf(setup.first), second = nameOf(setup.second);
    switch (setup.compare) {
    case Compare::off:
        break;
    case Compare::wipe:
        return QStringLiteral("%1 | %2").arg(first, second);
    case Compare::blink:
        return QStringLiteral("%1 ⇄ %2").arg(first, second);
    case Compare::difference:
        return (setup.difference.isSigned ? QStringLiteral("%1 − %2") : QStringLiteral("|%1 − %2|")).arg(first, second);
    }
    return first;
}

int CanvasScene::factor() const
{
    return document && document->hasCodes() ? static_cast<int>(document->model()->factor()) : 0;
}

QRectF CanvasScene::pictureRect(const core::CellRect& cells) const
{
    const double f = factor();
    return {cells.left * f, cells.top * f, cells.cols * f, cells.rows * f};
}

void CanvasScene::forgetMarks()
{
    hoverPixel.reset();
    hoverCell.reset();
    cursorCell.reset();
    preview = {};
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
    if (preview.pixels) { // their brush may reach beyond what it paints
        const core::PixelPoint centre = preview.pixels->centre;
        const double reach = preview.pixels->size / 2.0 + 1, f = factor();
        const int top = static_cast<int>(std::floor((centre.y - reach) / f)),
                  left = static_cast<int>(std::floor((centre.x - reach) / f));
        cells = cells.united({top, left, static_cast<int>(std::floor((centre.y + reach) / f)) - top + 1,
                              static_cast<int>(std::floor((centre.x + reach) / f)) - left + 1});
    }
    return cells;
}

} // namespace tessera::app
