// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/pane_labels.h"

#include "app/overlays/shades.h"

#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

namespace tessera::app {

void drawCornerLabel(QPainter& painter, const QRectF& area, const QString& text, Qt::Alignment side,
                     const QPalette& palette)
{
    constexpr double kMargin = 8, kPadding = 7;
    QFont font = painter.font();
    font.setWeight(QFont::DemiBold);
    const QFontMetricsF metrics(font);
    const double room = area.width() - 2 * (kMargin + kPadding);
    if (room < metrics.averageCharWidth() * 3)
        return;
    const QString shown = metrics.elidedText(text, Qt::ElideRight, room);
    QRectF box(0, area.top() + kMargin, metrics.horizontalAdvance(shown) + 2 * kPadding, metrics.height() + 4);
    if (side.testFlag(Qt::AlignRight))
        box.moveRight(area.right() - kMargin);
    else
        box.moveLeft(area.left() + kMargin);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(font);
    painter.setPen(QPen(withAlpha(palette.color(QPalette::WindowText), 90), 1));
    painter.setBrush(withAlpha(palette.color(QPalette::Window), 225));
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.setPen(palette.color(QPalette::WindowText));
    painter.drawText(box, Qt::AlignCenter, shown);
    painter.restore();
}

void drawWipeLine(QPainter& painter, const QRectF& area, double x)
{
    painter.save();
    painter.setPen(QPen(QColor(0, 0, 0, 150), 3));
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    painter.setPen(QPen(Qt::white, 1));
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    painter.setRenderHint(QPainter::Antialiasing);
    const QPointF middle(x, std::round(area.center().y()));
    painter.setPen(QPen(QColor(0, 0, 0, 150), 1.5));
    painter.setBrush(Qt::white);
    painter.drawEllipse(middle, 9, 9);
    painter.setPen(QPen(QColor(40, 40, 40), 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    for (const double to : {-1.0, 1.0}) {
        const QPointF tip = middle + QPointF(to * 5.5, 0);
        painter.drawPolyline(QPolygonF{tip + QPointF(-to * 3, -3), tip, tip + QPointF(-to * 3, 3)});
    }
    painter.restore();
}

} // namespace tessera::app
