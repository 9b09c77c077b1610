// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/swatch_painter.h"

#include "app/codes/code_looks.h"

#include <QPainter>

#include <cmath>
#include <numbers>

namespace tessera::app {
namespace {

QPolygonF star(QPointF middle, double radius)
{
    QPolygonF points;
    for (int i = 0; i < 10; ++i) {
        const double angle = (i / 5.0 - 0.5) * std::numbers::pi, reach = i % 2 == 0 ? radius : radius * 0.45;
        points << middle + QPointF(std::cos(angle), std::sin(angle)) * reach;
    }
    return points;
}

} // namespace

void drawSwatch(QPainter& painter, const QRect& rect, int code, const CodeLooks& looks, CodeLook look,
                const SwatchMarks& marks, const QPalette& palette)
{
    const CodeSwatches& swatches = looks.swatches();
    if (look == CodeLook::decoded && swatches.has(code))
        painter.drawImage(rect, swatches.atlas(), swatches.rect(code));
    else if (look != CodeLook::colours && looks.hasPatches())
        painter.drawImage(rect, looks.patches(), looks.patchRect(code));
    else
        painter.fillRect(rect, QColor(looks.colour(code)));
    if (marks.isPale) {
        QColor veil = palette.color(QPalette::Base);
        veil.setAlpha(165);
        painter.fillRect(rect, veil);
    }
    QColor rim = palette.color(QPalette::Text); // white would be lost on white
    rim.setAlpha(45);
    painter.setPen(rim);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect.adjusted(0, 0, -1, -1));
    if (!marks.isUsed && !marks.isFavourite)
        return;
    // Light with a rim reads on every colour.
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(QColor(0, 0, 0, 170), 1));
    painter.setBrush(Qt::white);
    if (marks.isUsed)
        painter.drawEllipse(QPointF(rect.right() - 3.5, rect.bottom() - 3.5), 2.5, 2.5);
    painter.setBrush(QColor(255, 214, 60));
    if (marks.isFavourite)
        painter.drawPolygon(star({rect.left() + 6.0, rect.top() + 6.5}, 5.5));
    painter.restore();
}

void drawCurrentRing(QPainter& painter, const QRect& rect, bool hasFocus, const QPalette& palette)
{
    const QRectF ring = QRectF(rect).adjusted(-1, -1, 1, 1);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(palette.color(QPalette::Base), 4.5));
    painter.drawRoundedRect(ring, 3, 3);
    painter.setPen(QPen(palette.color(hasFocus ? QPalette::Highlight : QPalette::Text), 2.5));
    painter.drawRoundedRect(ring, 3, 3);
}

} // namespace tessera::app
