// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/canvas_scene.h"

#include "app/canvas/pane_images.h"
#include "app/document.h"

#include <QCoreApplication>

namespace tessera::app {

const PaneImages* CanvasScene::imagesOf(quint64 other) const
{
    if (other == 0)
        return &images;
    const auto found = others.find(other);
    return found == others.end() ? nullptr : found->second.images.get();
}

ShownPicture CanvasScene::values(const SourceRef& ref) const
{
    const PaneImages* of = imagesOf(ref.document);
    return of ? of->values(ref.source) : ShownPicture();
}

QString CanvasScene::nameOf(const SourceRef& ref) const
{
    if (ref.document == 0)
        return paneName(ref.source);
    const auto found = others.find(ref.document);
    const QString picture = found == others.end() ? QCoreApplication::translate("Canvas", "closed") : found->second.name;
    return QStringLiteral("%1: %2").arg(picture, paneName(ref.source));
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

core::CellRect CanvasScene::overlayCells() const
{
    core::CellRect cells = footprint.bounds;
    for (const std::optional<core::Cell>& cell : {hoverCell, cursorCell})
        if (cell)
            cells = cells.united({cell->row, cell->col, 1, 1});
    return cells;
}

} // namespace tessera::app
