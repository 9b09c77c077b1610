// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overlays/painted_overlay.h"

#include "app/canvas/viewport.h"
#include "app/documents/document.h"
#include "app/panes/pane_images.h"
#include "app/pictures/painted_pixels.h"

#include <QPainter>

namespace tessera::app {

void drawPixels(QPainter& painter, const PaneContext& pane, const QImage& image, core::Cell corner)
{
    const double f = pane.scene.factor();
    const QRectF pixels(QPointF(corner.col * f, corner.row * f), QSizeF(image.size()));
    const QRectF place = pane.viewport.toWidget(pixels, pane.size);
    if (image.isNull() || !place.intersects(pane.exposed))
        return;
    painter.save();
    painter.setClipRect(pane.viewport.toWidget(pane.scene.pictureRect(pane.scene.document->grid()), pane.size),
                        Qt::IntersectClip);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, pane.viewport.zoom() < 1);
    painter.drawImage(place, image);
    painter.restore();
}

bool drawPainted(QPainter& painter, const PaneContext& pane)
{
    if (pane.scene.factor() == 0)
        return false;
    bool isAny = false;
    const auto draw = [&](const QImage& image, core::Cell corner) {
        drawPixels(painter, pane, image, corner);
        isAny = isAny || !image.isNull();
    };
    const PaintedPixels& painted = pane.scene.document->painted();
    for (const PixelLayer& layer : painted.layers())
        if (layer.revision == 0 || layer.revision > pane.scene.images.shownRevision())
            draw(layer.image, layer.corner);
    draw(painted.strokeImage(), painted.strokeCorner());
    return isAny;
}

void drawPixelBrush(QPainter& painter, const PaneContext& pane)
{
    const PixelPreview& preview = *pane.scene.preview.pixels;
    if (pane.source == PaneSource::reconstruction)
        drawPixels(painter, pane, preview.look, preview.corner);
    const QPointF centre = pane.viewport.toWidget(QPointF(preview.centre.x, preview.centre.y), pane.size);
    const double radius = preview.size * pane.viewport.zoom() / 2;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    // Light on dark, so that it shows on any picture.
    painter.setPen(QPen(QColor(0, 0, 0, 170), 3));
    painter.drawEllipse(centre, radius, radius);
    painter.setPen(QPen(Qt::white, 1));
    painter.drawEllipse(centre, radius, radius);
    painter.restore();
}

} // namespace tessera::app
