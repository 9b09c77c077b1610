// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/pane_overlay.h"

#include "app/canvas/pane_images.h"
#include "app/canvas/shades.h"
#include "app/canvas/viewport.h"
#include "app/document.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace tessera::app {
namespace {

constexpr double kGridFrom = 8;     ///< screen pixels of a cell
constexpr double kNumbersFrom = 28; ///< likewise

/// Light on dark, so that it shows on any picture.
void strokeTwice(QPainter& painter, const QPainterPath& path, const QColor& inner, double width, Qt::PenStyle style)
{
    QPen pen(QColor(0, 0, 0, 170), width + 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(pen);
    painter.drawPath(path);
    pen.setStyle(style);
    pen.setCapStyle(Qt::FlatCap);
    pen.setColor(inner);
    pen.setWidthF(width);
    painter.setPen(pen);
    painter.drawPath(path);
}

/// The border of a region: the cell edges with the region on one side only.
QPainterPath outline(const PaneContext& pane, const core::Region& region)
{
    QPainterPath path;
    const auto edge = [&](double row0, double col0, double row1, double col1) {
        const double f = pane.scene.factor();
        path.moveTo(pane.viewport.toWidget(QPointF(col0 * f, row0 * f), pane.size));
        path.lineTo(pane.viewport.toWidget(QPointF(col1 * f, row1 * f), pane.size));
    };
    const core::CellRect& box = region.bounds;
    for (int row = box.top; row < box.top + box.rows; ++row)
        for (int col = box.left; col < box.left + box.cols; ++col) {
            if (!region.contains({row, col}))
                continue;
            if (!region.contains({row - 1, col}))
                edge(row, col, row, col + 1);
            if (!region.contains({row + 1, col}))
                edge(row + 1, col, row + 1, col + 1);
            if (!region.contains({row, col - 1}))
                edge(row, col, row + 1, col);
            if (!region.contains({row, col + 1}))
                edge(row, col + 1, row + 1, col + 1);
        }
    return path;
}

/// The code that would be painted, seen through, on the cells that would get it.
void drawPreview(QPainter& painter, const PaneContext& pane)
{
    const core::Region& region = pane.scene.footprint;
    const QColor colour = withAlpha(QColor::fromRgb(pane.scene.images.codeColour(pane.scene.previewCode)), 190);
    const core::CellRect& box = region.bounds;
    for (int row = box.top; row < box.top + box.rows; ++row)
        for (int col = box.left; col < box.left + box.cols; ++col)
            if (region.contains({row, col}))
                painter.fillRect(cellsOnScreen(pane, {row, col, 1, 1}), colour);
}

void hatch(QPainter& painter, const PaneContext& pane, const QRectF& strip)
{
    painter.fillRect(strip, withAlpha(surround(pane.palette), 150));
    painter.setPen(QPen(withAlpha(pane.palette.color(QPalette::WindowText), 90), 1));
    painter.save();
    painter.setClipRect(strip, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF seen = strip.intersected(pane.exposed);
    constexpr double kStep = 8;
    // Lines x + y = k * step, counted from the corner of the pane so that neighbouring strips join.
    for (double sum = std::floor((seen.left() + seen.top()) / kStep) * kStep; sum < seen.right() + seen.bottom();
         sum += kStep)
        painter.drawLine(QPointF(sum - seen.top(), seen.top()), QPointF(sum - seen.bottom(), seen.bottom()));
    painter.restore();
}

/// "padding" on a strip, along its longer side, where it fits.
void nameStrip(QPainter& painter, const PaneContext& pane, QRectF strip)
{
    strip = strip.intersected(QRectF(QPointF(), pane.size));
    const QString text = QCoreApplication::translate("Canvas", "padding");
    const QFontMetricsF metrics(painter.font());
    const bool upright = strip.height() > strip.width();
    const double room = std::max(strip.width(), strip.height()), across = std::min(strip.width(), strip.height());
    if (across < metrics.height() + 2 || room < metrics.horizontalAdvance(text) + 12)
        return;
    painter.save();
    painter.translate(strip.center());
    if (upright)
        painter.rotate(90);
    QRectF box = metrics.boundingRect(text).adjusted(-5, -1, 5, 1);
    box.moveCenter({});
    painter.fillRect(box, withAlpha(surround(pane.palette), 230));
    painter.setPen(pane.palette.color(QPalette::WindowText));
    painter.drawText(box, Qt::AlignCenter, text);
    painter.restore();
}

} // namespace

double cellOnScreen(const PaneContext& pane)
{
    return pane.scene.factor() * pane.viewport.zoom();
}

QRectF cellsOnScreen(const PaneContext& pane, const core::CellRect& cells)
{
    return pane.viewport.toWidget(pane.scene.pictureRect(cells), pane.size);
}

core::CellRect visibleCells(const PaneContext& pane)
{
    const double f = pane.scene.factor();
    const QPointF from = pane.viewport.toPicture(pane.exposed.topLeft(), pane.size) / f;
    const QPointF to = pane.viewport.toPicture(pane.exposed.bottomRight(), pane.size) / f;
    const int top = static_cast<int>(std::floor(from.y())), left = static_cast<int>(std::floor(from.x()));
    const core::CellRect seen{top, left, static_cast<int>(std::ceil(to.y())) - top,
                              static_cast<int>(std::ceil(to.x())) - left};
    return seen.intersected(pane.scene.document->grid());
}

void drawPadding(QPainter& painter, const PaneContext& pane)
{
    if (pane.scene.factor() == 0)
        return;
    const core::Preparation& how = pane.scene.document->preparation();
    if (how.fit != core::Fit::pad || !how.changesSize())
        return;
    const QRectF right(how.pictureWidth, 0, how.modelWidth - how.pictureWidth, how.modelHeight);
    const QRectF below(0, how.pictureHeight, how.pictureWidth, how.modelHeight - how.pictureHeight);
    for (const QRectF& part : {right, below}) {
        const QRectF strip = pane.viewport.toWidget(part, pane.size);
        if (part.isEmpty() || !strip.intersects(pane.exposed))
            continue;
        hatch(painter, pane, strip);
        if (pane.source == PaneSource::input)
            nameStrip(painter, pane, strip);
    }
}

void drawGrid(QPainter& painter, const PaneContext& pane)
{
    if (cellOnScreen(pane) < kGridFrom || (pane.source != PaneSource::codes && !pane.scene.gridVisible))
        return;
    const core::CellRect cells = visibleCells(pane);
    if (cells.isEmpty())
        return;
    const QRectF box = cellsOnScreen(pane, cells);
    const auto drawLines = [&](const QColor& colour, double shift) {
        painter.setPen(QPen(colour, 0));
        for (int row = cells.top; row <= cells.top + cells.rows; ++row) {
            const double y = cellsOnScreen(pane, {row, cells.left, 1, 1}).top() + shift;
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y));
        }
        for (int col = cells.left; col <= cells.left + cells.cols; ++col) {
            const double x = cellsOnScreen(pane, {cells.top, col, 1, 1}).left() + shift;
            painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()));
        }
    };
    // Lines close together would cover the picture.
    const double strength = std::clamp(cellOnScreen(pane) / 40, 0.35, 1.0);
    const auto alpha = [strength](int full) { return static_cast<int>(full * strength); };
    if (pane.source == PaneSource::codes)
        return drawLines(QColor(0, 0, 0, alpha(110)), 0);
    drawLines(QColor(0, 0, 0, alpha(130)), 0);
    drawLines(QColor(255, 255, 255, alpha(70)), 1);
}

void drawNumbers(QPainter& painter, const PaneContext& pane)
{
    if (pane.source != PaneSource::codes || !pane.scene.numbersVisible || cellOnScreen(pane) < kNumbersFrom)
        return;
    const core::IndexMap& codes = pane.scene.document->codes();
    const int digits = static_cast<int>(std::to_string(pane.scene.document->model()->config().codes - 1).size());
    QFont font = painter.font();
    font.setPixelSize(std::clamp(static_cast<int>(cellOnScreen(pane) * 1.4 / std::max(digits, 3)), 8, 15));
    painter.setFont(font);
    const core::CellRect cells = visibleCells(pane);
    for (int row = cells.top; row < cells.top + cells.rows; ++row)
        for (int col = cells.left; col < cells.left + cells.cols; ++col) {
            const int code = codes.at(row, col);
            const QRgb behind = pane.scene.images.codeColour(code);
            painter.setPen(qGray(behind) > 120 ? QColor(0, 0, 0, 210) : QColor(255, 255, 255, 225));
            painter.drawText(cellsOnScreen(pane, {row, col, 1, 1}), Qt::AlignCenter, QString::number(code));
        }
}

void drawMarks(QPainter& painter, const PaneContext& pane)
{
    const CanvasScene& scene = pane.scene;
    if (scene.factor() == 0)
        return;
    const bool showsCodes = pane.source == PaneSource::codes;
    if (showsCodes && scene.previewCode >= 0)
        drawPreview(painter, pane);
    const core::CellRect& box = scene.footprint.bounds;
    if (scene.hoverCell && (box.rows != 1 || box.cols != 1)) {
        QPainterPath cell;
        cell.addRect(cellsOnScreen(pane, {scene.hoverCell->row, scene.hoverCell->col, 1, 1}));
        painter.setBrush(Qt::NoBrush);
        if (box.isEmpty())
            strokeTwice(painter, cell, Qt::white, 1, Qt::SolidLine);
        else
            painter.strokePath(cell, QPen(QColor(255, 255, 255, 150), 1));
    }
    if (!box.isEmpty())
        strokeTwice(painter, outline(pane, scene.footprint), Qt::white, 1, Qt::SolidLine);
    if (scene.cursorCell) {
        QPainterPath cell;
        cell.addRect(cellsOnScreen(pane, {scene.cursorCell->row, scene.cursorCell->col, 1, 1}));
        strokeTwice(painter, cell, pane.palette.color(QPalette::Highlight).lighter(120), 3, Qt::SolidLine);
        strokeTwice(painter, cell, Qt::white, 1, Qt::DotLine);
    }
}

} // namespace tessera::app
