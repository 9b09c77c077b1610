// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overlays/code_overlay.h"

#include "app/canvas/viewport.h"
#include "app/documents/document.h"
#include "app/overlays/colour_bar.h"
#include "app/overlays/overlay_maps.h"
#include "app/overlays/shades.h"
#include "app/panes/pane_images.h"
#include "app/panes/pane_labels.h"
#include "core/analysis/neighbours.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace tessera::app {
namespace {

/// Two digits that count; from a hundred on all of them, for nobody reads 1.1e+02.
QString highEnd(double range)
{
    return range >= 100 ? QLocale().toString(range, 'f', 0) : QLocale().toString(range, 'g', 2);
}

QString lowEnd(const Overlays& overlays)
{
    return isSigned(overlays.mapColours()) ? QStringLiteral("−") + highEnd(overlays.mapRange())
                                           : QLocale().toString(0);
}

constexpr double kContoursFrom = 3; ///< screen pixels of a cell; closer lines would cover all
constexpr double kCornersFrom = 7;  ///< likewise, for marks in the corner of a cell

QString text(const char* english, int count = -1)
{
    return QCoreApplication::translate("CodeOverlay", english, nullptr, count);
}

/// Draws the visible part of an image of one pixel a cell.
void drawCells(QPainter& painter, const PaneContext& pane, const QImage& cells)
{
    const core::CellRect seen = visibleCells(pane).intersected({0, 0, cells.height(), cells.width()});
    if (seen.isEmpty())
        return;
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(cellsOnScreen(pane, seen), cells, QRectF(seen.left, seen.top, seen.cols, seen.rows));
}

void dimOthers(QPainter& painter, const PaneContext& pane, int isolated)
{
    const core::CellRect seen = visibleCells(pane);
    if (seen.isEmpty())
        return;
    const core::IndexMap& codes = pane.scene.document->codes();
    QImage veil(seen.cols, seen.rows, QImage::Format_ARGB32_Premultiplied);
    const QRgb dim = qPremultiply(withAlpha(surround(pane.palette), 205).rgba());
    QPainterPath outlines;
    const bool outlined = cellOnScreen(pane) >= kCornersFrom;
    for (int row = 0; row < seen.rows; ++row) {
        auto* line = reinterpret_cast<QRgb*>(veil.scanLine(row));
        for (int col = 0; col < seen.cols; ++col) {
            const bool isIt = codes.at(seen.top + row, seen.left + col) == isolated;
            line[col] = isIt ? 0 : dim;
            if (isIt && outlined)
                outlines.addRect(cellsOnScreen(pane, {seen.top + row, seen.left + col, 1, 1}));
        }
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(cellsOnScreen(pane, seen), veil);
    painter.setBrush(Qt::NoBrush);
    painter.strokePath(outlines, QPen(Qt::black, 3));
    painter.strokePath(outlines, QPen(Qt::white, 1));
}

void drawContours(QPainter& painter, const PaneContext& pane, double step)
{
    const core::CellRect grid = pane.scene.document->grid(), seen = visibleCells(pane);
    if (cellOnScreen(pane) < kContoursFrom || seen.isEmpty())
        return;
    const core::IndexMap& codes = pane.scene.document->codes();
    const core::Weight& codebook = pane.scene.document->model()->codebook();
    const double least = step > 0 ? step * core::typicalDistance(codebook) : 0;
    const auto unlike = [&](int a, int b) {
        return a != b && (least == 0 || core::codeDistance(codebook, a, b) >= least);
    };
    QPainterPath lines;
    for (int row = std::max(seen.top - 1, 0); row < seen.top + seen.rows; ++row)
        for (int col = std::max(seen.left - 1, 0); col < seen.left + seen.cols; ++col) {
            const QRectF cell = cellsOnScreen(pane, {row, col, 1, 1});
            if (col + 1 < grid.cols && unlike(codes.at(row, col), codes.at(row, col + 1))) {
                lines.moveTo(cell.topRight());
                lines.lineTo(cell.bottomRight());
            }
            if (row + 1 < grid.rows && unlike(codes.at(row, col), codes.at(row + 1, col))) {
                lines.moveTo(cell.bottomLeft());
                lines.lineTo(cell.bottomRight());
            }
        }
    painter.strokePath(lines, QPen(QColor(0, 0, 0, 190), 3));
    painter.strokePath(lines, QPen(QColor(255, 255, 255, 230), 1));
}

void drawMap(QPainter& painter, const PaneContext& pane, const Overlays& overlays)
{
    if (!overlayMap(overlays.choice().map).ofPixels())
        return drawCells(painter, pane, overlays.mapImage());
    // Of the input's own pixels; one that was resized for the model is stretched over what the model has seen.
    const core::Preparation& how = pane.scene.document->preparation();
    const bool isPadded = how.fit == core::Fit::pad;
    const QRectF pixels(0, 0, isPadded ? how.pictureWidth : how.modelWidth,
                        isPadded ? how.pictureHeight : how.modelHeight);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, pane.viewport.zoom() < 1);
    painter.drawImage(pane.viewport.toWidget(pixels, pane.size), overlays.mapImage());
}

/// A corner with a rim, or where cells are small a frame of their own: seen without colours too.
void markEdited(QPainter& painter, const PaneContext& pane)
{
    const core::IndexMap &codes = pane.scene.document->codes(), &encoded = pane.scene.document->encodedCodes();
    const core::CellRect seen = visibleCells(pane);
    const double side = cellOnScreen(pane);
    QPainterPath corners, cells;
    for (int row = seen.top; row < seen.top + seen.rows; ++row)
        for (int col = seen.left; col < seen.left + seen.cols; ++col) {
            if (codes.at(row, col) == encoded.at(row, col))
                continue;
            const QRectF cell = cellsOnScreen(pane, {row, col, 1, 1});
            if (side < kCornersFrom) {
                cells.addRect(cell);
                continue;
            }
            const double leg = std::clamp(side * 0.36, 4.0, 12.0);
            corners.addPolygon(QPolygonF{cell.topRight(), cell.topRight() + QPointF(0, leg),
                                         cell.topRight() - QPointF(leg, 0), cell.topRight()});
        }
    painter.save();
    painter.fillPath(cells, QBrush(QColor(255, 0, 200), Qt::Dense4Pattern)); // a hatch, not a tint
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Qt::black, 1));
    painter.setBrush(QColor(255, 90, 220));
    painter.drawPath(corners);
    painter.restore();
}

} // namespace

void drawCodeOverlays(QPainter& painter, const PaneContext& pane)
{
    const Overlays* overlays = pane.scene.overlays;
    if (!overlays || pane.scene.factor() == 0)
        return;
    const Overlays::Choice& choice = overlays->choice();
    if (choice.codes && pane.source != PaneSource::codes) {
        painter.setOpacity(choice.codesOpacity);
        drawCells(painter, pane, pane.scene.images.codes());
    }
    if (!overlays->mapImage().isNull()) {
        painter.setOpacity(choice.mapOpacity);
        drawMap(painter, pane, *overlays);
    }
    painter.setOpacity(1);
    if (choice.contours)
        drawContours(painter, pane, choice.contourStep);
    if (overlays->isolated() >= 0)
        dimOthers(painter, pane, overlays->isolated());
    if (choice.edited)
        markEdited(painter, pane);
}

void drawLegends(QPainter& painter, const PaneContext& pane)
{
    const Overlays* overlays = pane.scene.overlays;
    if (!overlays || pane.scene.factor() == 0)
        return;
    constexpr double kMargin = 8, kPadding = 7;
    const QFontMetricsF metrics(painter.font());
    const double height = metrics.height() + 8;
    QRectF room(kMargin, pane.size.height() - height - kMargin, pane.size.width() - 2 * kMargin, height);
    if (const int code = overlays->isolated(); code >= 0) {
        const auto cells = std::ranges::count(pane.scene.document->codes().codes, code);
        const QString name = text("Code %1: %n cell(s)", static_cast<int>(cells)).arg(code)
            + (overlays->pinned() == code ? text(", pinned") : QString());
        drawCornerLabel(painter, room.adjusted(-kMargin, -kMargin, 0, 0), name, Qt::AlignLeft, pane.palette);
    }
    if (overlays->choice().map == Overlays::Map::none)
        return;
    QString name = mapName(overlayMap(overlays->choice().map));
    if (overlays->mapImage().isNull())
        name += text(" (being measured …)");
    const double width = std::min(room.width(), metrics.horizontalAdvance(name) + 240);
    QRectF box(room.right() - width, room.top(), width, height);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(withAlpha(pane.palette.color(QPalette::WindowText), 90), 1));
    painter.setBrush(withAlpha(pane.palette.color(QPalette::Window), 225));
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    box = box.adjusted(kPadding, 0, -kPadding, 0);
    if (!overlays->mapImage().isNull())
        box = drawColourBar(painter, box, lowEnd(*overlays), highEnd(overlays->mapRange()),
                            [overlays](double part) {
                                const core::Rgb colour = core::mapColour(overlays->mapColours(), part);
                                return qRgb(colour[0], colour[1], colour[2]);
                            },
                            pane.palette);
    painter.setPen(pane.palette.color(QPalette::WindowText));
    painter.drawText(box, Qt::AlignVCenter | Qt::AlignLeft, metrics.elidedText(name, Qt::ElideRight, box.width()));
    painter.restore();
}

} // namespace tessera::app
