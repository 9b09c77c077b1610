// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overlays/pixel_values.h"

#include "app/canvas/viewport.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tessera::app {

void drawPixelValues(QPainter& painter, const PaneContext& pane, const ShownPicture& values)
{
    const double side = pane.viewport.zoom();
    if (side < kPixelValuesFrom || !values.whole)
        return;
    const core::Picture& picture = *values.whole;
    const int channels = picture.channels - (picture.hasAlpha() ? 1 : 0);
    QFont font = painter.font();
    font.setPixelSize(std::clamp(static_cast<int>(side / (channels + 1)), 9, 15));
    painter.save();
    painter.setFont(font);
    const QPointF from = pane.viewport.toPicture(pane.exposed.topLeft(), pane.size);
    const QPointF to = pane.viewport.toPicture(pane.exposed.bottomRight(), pane.size);
    const QRect seen = QRect(QPoint(static_cast<int>(std::floor(from.x())), static_cast<int>(std::floor(from.y()))),
                             QPoint(static_cast<int>(std::ceil(to.x())), static_cast<int>(std::ceil(to.y()))))
                           .intersected({0, 0, picture.width, picture.height});
    for (int y = seen.top(); y <= seen.bottom(); ++y)
        for (int x = seen.left(); x <= seen.right(); ++x) {
            const float* pixel = values.pixel(x, y);
            QStringList lines;
            float light = 0;
            for (int c = 0; c < channels; ++c) {
                const float shown = std::clamp(pixel[c], 0.0F, 1.0F);
                lines << QString::number(shown, 'f', 2);
                light += shown * (channels == 3 ? (c == 1 ? 0.6F : 0.2F) : 1.0F / static_cast<float>(channels));
            }
            painter.setPen(light > 0.45F ? QColor(0, 0, 0, 220) : QColor(255, 255, 255, 230));
            painter.drawText(pane.viewport.toWidget(QRectF(x, y, 1, 1), pane.size), Qt::AlignCenter,
                             lines.join(QLatin1Char('\n')));
        }
    painter.restore();
}

} // namespace tessera::app
