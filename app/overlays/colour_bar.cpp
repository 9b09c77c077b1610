// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overlays/colour_bar.h"

#include "app/overlays/shades.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tessera::app {

QRectF drawColourBar(QPainter& painter, QRectF free, const QString& low, const QString& high,
                     const std::function<QRgb(double)>& colour, const QPalette& palette)
{
    constexpr double kGap = 8, kNear = 5;
    const QFontMetricsF metrics(painter.font());
    const double bar = std::clamp(free.width() / 4, 48.0, 128.0);
    painter.setPen(mutedText(palette));
    painter.drawText(free, Qt::AlignVCenter | Qt::AlignRight, high);
    free.setRight(free.right() - metrics.horizontalAdvance(high) - kNear);
    const double height = std::round(metrics.capHeight());
    const QRectF box(free.right() - bar, free.center().y() - height / 2, bar, height);
    QLinearGradient gradient(box.topLeft(), box.topRight());
    constexpr int kStops = 12;
    for (int i = 0; i <= kStops; ++i) {
        const double part = static_cast<double>(i) / kStops;
        gradient.setColorAt(part, QColor::fromRgb(colour(part)));
    }
    painter.fillRect(box, gradient);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(withAlpha(palette.color(QPalette::WindowText), 90), 1));
    painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5));
    free.setRight(box.left() - kNear);
    painter.setPen(mutedText(palette));
    painter.drawText(free, Qt::AlignVCenter | Qt::AlignRight, low);
    free.setRight(free.right() - metrics.horizontalAdvance(low) - kGap);
    return free;
}

} // namespace tessera::app
