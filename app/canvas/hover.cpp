// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/hover.h"

#include "app/canvas/canvas_scene.h"
#include "app/documents/document.h"

#include <QStringList>

#include <algorithm>

namespace tessera::app {
namespace {

/// "0.61 0.44 0.38" of the colour channels; empty outside the picture.
QString valuesAt(const ShownPicture& shown, QPoint pixel)
{
    const core::Picture* picture = shown.whole.get();
    if (!picture || pixel.x() >= picture->width || pixel.y() >= picture->height)
        return {};
    QStringList values;
    for (int c = 0; c < picture->channels - (picture->hasAlpha() ? 1 : 0); ++c)
        values += QString::number(std::clamp(shown.pixel(pixel.x(), pixel.y())[c], 0.0F, 1.0F), 'f', 2);
    return values.join(QLatin1Char(' '));
}

} // namespace

Hover hoverOn(const CanvasScene& scene)
{
    Hover hover;
    const Document* document = scene.document;
    if (!document || !scene.hoverPixel)
        return hover;
    hover.inside = true;
    hover.pixel = *scene.hoverPixel;
    hover.input = valuesAt({document->hasCodes() ? document->seen() : document->original()}, hover.pixel);
    hover.reconstruction = valuesAt(document->shown(), hover.pixel);
    if (document->isApproximate() || document->shown().part)
        hover.reconstruction.prepend(QStringLiteral("≈ "));
    if (scene.hoverCell) {
        hover.cell = *scene.hoverCell;
        hover.code = document->codes().at(hover.cell.row, hover.cell.col);
        hover.encodedCode = document->encodedCodes().at(hover.cell.row, hover.cell.col);
    }
    return hover;
}

} // namespace tessera::app
