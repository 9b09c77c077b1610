// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overlays/selection_overlay.h"

#include "app/canvas/viewport.h"
#include "app/documents/document.h"
#include "app/overlays/painted_overlay.h"
#include "app/overlays/shades.h"
#include "app/panes/pane_images.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tessera::app {
namespace {

/// Slanted stripes, so that lines across and down are dashed alike and dashes go on around corners.
const QBrush& stripes()
{
    static const QBrush brush = [] {
        constexpr int kPeriod = 10;
        QImage image(kPeriod, kPeriod, QImage::Format_RGB32);
        for (int y = 0; y < kPeriod; ++y)
            for (int x = 0; x < kPeriod; ++x)
                image.setPixel(x, y, (x + y) % kPeriod < kPeriod / 2 ? qRgb(255, 255, 255) : qRgb(0, 0, 0));
        return QBrush(image);
    }();
    return brush;
}

/// A strip of that width along each line, which is counted from `corner`. Only what is exposed.
QList<QRectF> strips(const PaneContext& pane, const std::vector<core::BorderLine>& border, core::Cell corner,
                     double width)
{
    const double f = pane.scene.factor(), out = width / 2;
    QList<QRectF> found;
    for (const core::BorderLine& line : border) {
        const QRectF picture((corner.col + line.from.col) * f, (corner.row + line.from.row) * f,
                             (line.to.col - line.from.col) * f, (line.to.row - line.from.row) * f);
        QRectF strip = pane.viewport.toWidget(picture, pane.size);
        // On whole pixels, for even lines.
        strip.setCoords(std::round(strip.left()) - out, std::round(strip.top()) - out, std::round(strip.right()) + out,
                        std::round(strip.bottom()) + out);
        if (strip.intersects(pane.exposed))
            found << strip;
    }
    return found;
}

void drawBorder(QPainter& painter, const PaneContext& pane, const std::vector<core::BorderLine>& border,
                core::Cell corner, double width)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 110));
    painter.drawRects(strips(pane, border, corner, width + 2));
    painter.setBrush(stripes());
    painter.drawRects(strips(pane, border, corner, width));
}

/// What to do with what floats, below it, or above it where there is no room below.
void drawHint(QPainter& painter, const PaneContext& pane)
{
    const QRectF place = pane.viewport.toWidget(pane.scene.pictureRect(pane.scene.floating->cells()), pane.size);
    const bool isLook = pane.source == PaneSource::reconstruction && !pane.scene.floating->look.isNull();
    const QString text = isLook ? QCoreApplication::translate("Canvas", "approximate    Enter: put down    Esc: discard")
                                : QCoreApplication::translate("Canvas", "Enter: put down    Esc: discard");
    QRectF box = QFontMetricsF(painter.font()).boundingRect(text).adjusted(-7, -3, 7, 3);
    box.moveTopLeft({place.left(), place.bottom() + 5});
    if (box.bottom() > pane.size.height())
        box.moveBottom(place.top() - 5);
    box.moveLeft(std::clamp(box.left(), 0.0, std::max(pane.size.width() - box.width(), 0.0)));
    box.moveTop(std::clamp(box.top(), 0.0, std::max(pane.size.height() - box.height(), 0.0)));
    painter.fillRect(box, withAlpha(surround(pane.palette), 235));
    painter.setPen(pane.palette.color(QPalette::WindowText));
    painter.drawText(box, Qt::AlignCenter, text);
}

} // namespace

void drawFloating(QPainter& painter, const PaneContext& pane)
{
    if (!pane.scene.floating || pane.scene.factor() == 0)
        return;
    const FloatingCodes& floating = *pane.scene.floating;
    const QRectF place = pane.viewport.toWidget(pane.scene.pictureRect(floating.cells()), pane.size);
    const core::CellRect inside = floating.cells().intersected(pane.scene.document->grid());
    if (inside.isEmpty() || !place.intersects(pane.exposed))
        return;
    painter.save();
    painter.setClipRect(pane.viewport.toWidget(pane.scene.pictureRect(inside), pane.size), Qt::IntersectClip);
    if (pane.source == PaneSource::codes && floating.hasCodes) {
        QImage codes(inside.cols, inside.rows, QImage::Format_ARGB32_Premultiplied);
        codes.fill(Qt::transparent);
        for (int row = 0; row < inside.rows; ++row)
            for (int col = 0; col < inside.cols; ++col)
                if (const core::Cell cell{inside.top + row, inside.left + col}; floating.covers(cell))
                    codes.setPixel(col, row, pane.scene.images.codeColour(floating.codeAt(cell)));
        painter.drawImage(pane.viewport.toWidget(pane.scene.pictureRect(inside), pane.size), codes);
    } else if (pane.source == PaneSource::reconstruction && !floating.look.isNull()) {
        drawPixels(painter, pane, floating.look, floating.corner);
    }
    painter.restore();
}

void drawSelection(QPainter& painter, const PaneContext& pane)
{
    if (pane.scene.factor() == 0)
        return;
    drawBorder(painter, pane, pane.scene.selectionBorder, {}, 1);
    if (!pane.scene.floating)
        return;
    drawBorder(painter, pane, pane.scene.floating->border, pane.scene.floating->corner, 2);
    drawHint(painter, pane);
}

} // namespace tessera::app
