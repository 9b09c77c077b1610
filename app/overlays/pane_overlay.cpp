// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overlays/pane_overlay.h"

#include "app/canvas/viewport.h"
#include "app/documents/document.h"
#include "app/overlays/painted_overlay.h"
#include "app/overlays/shades.h"
#include "app/panes/pane_images.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QImage>
#include <QLineF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace tessera::app {
namespace {

constexpr double kGridFrom = 8;     ///< screen pixels of a cell
constexpr double kNumbersFrom = 28; ///< likewise
constexpr int kMostLines = 20'000;  ///< of an outline

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

void outlineCells(QPainter& painter, const PaneContext& pane, const std::vector<core::BorderLine>& border)
{
    QList<QLineF> lines;
    const double f = pane.scene.factor();
    const QRectF seen = pane.exposed.adjusted(-4, -4, 4, 4);
    for (const core::BorderLine& edge : border) {
        const QPointF from = pane.viewport.toWidget(QPointF(edge.from.col * f, edge.from.row * f), pane.size);
        const QPointF to = pane.viewport.toWidget(QPointF(edge.to.col * f, edge.to.row * f), pane.size);
        if (to.x() >= seen.left() && from.x() <= seen.right() && to.y() >= seen.top() && from.y() <= seen.bottom())
            lines << QLineF(from, to);
    }
    if (lines.size() > kMostLines)
        return;
    QPen pen(QColor(0, 0, 0, 170), 3, Qt::SolidLine, Qt::SquareCap);
    painter.setPen(pen);
    painter.drawLines(lines);
    pen.setCapStyle(Qt::FlatCap);
    pen.setColor(Qt::white);
    pen.setWidthF(1);
    painter.setPen(pen);
    painter.drawLines(lines);
}

namespace {

void drawNumber(QPainter& painter, const PaneContext& pane, core::Cell cell, int code)
{
    const QRgb behind = pane.scene.images.codeColour(code);
    painter.setPen(qGray(behind) > 120 ? QColor(0, 0, 0, 210) : QColor(255, 255, 255, 225));
    painter.drawText(cellsOnScreen(pane, {cell.row, cell.col, 1, 1}), Qt::AlignCenter, QString::number(code));
}

bool hasRoomForNumbers(const PaneContext& pane)
{
    return pane.source == PaneSource::codes && pane.scene.numbersVisible && cellOnScreen(pane) >= kNumbersFrom;
}

QFont numberFont(const PaneContext& pane, QFont font)
{
    const int digits = static_cast<int>(std::to_string(pane.scene.document->model()->config().codes - 1).size());
    font.setPixelSize(std::clamp(static_cast<int>(cellOnScreen(pane) * 1.4 / std::max(digits, 3)), 8, 15));
    return font;
}

/// The codes that would be painted, on the cells that would get them.
void drawPreview(QPainter& painter, const PaneContext& pane)
{
    const ToolPreview& preview = pane.scene.preview;
    const core::CellRect box = preview.cells.bounds.intersected(visibleCells(pane));
    if (box.isEmpty())
        return;
    QImage image(box.cols, box.rows, QImage::Format_ARGB32_Premultiplied);
    for (int row = 0; row < box.rows; ++row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
        for (int col = 0; col < box.cols; ++col) {
            const core::Cell cell{box.top + row, box.left + col};
            line[col] =
                preview.cells.contains(cell) ? pane.scene.images.codeColour(preview.codeAt(cell)) | 0xFF000000U : 0;
        }
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(cellsOnScreen(pane, box), image);
    if (!hasRoomForNumbers(pane))
        return;
    const QFont font = painter.font();
    painter.setFont(numberFont(pane, font));
    for (int row = box.top; row < box.top + box.rows; ++row)
        for (int col = box.left; col < box.left + box.cols; ++col)
            if (preview.cells.contains({row, col}))
                drawNumber(painter, pane, {row, col}, preview.codeAt({row, col}));
    painter.setFont(font);
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
    if (!hasRoomForNumbers(pane))
        return;
    painter.setFont(numberFont(pane, painter.font()));
    const core::CellRect cells = visibleCells(pane);
    for (int row = cells.top; row < cells.top + cells.rows; ++row)
        for (int col = cells.left; col < cells.left + cells.cols; ++col)
            drawNumber(painter, pane, {row, col}, pane.scene.shownCode({row, col}));
}

void drawMarks(QPainter& painter, const PaneContext& pane)
{
    const CanvasScene& scene = pane.scene;
    if (scene.factor() == 0)
        return;
    if (pane.source == PaneSource::codes && !scene.preview.codes.empty())
        drawPreview(painter, pane);
    const core::CellRect& box = scene.preview.cells.bounds;
    if (scene.hoverCell && !scene.preview.pixels && (box.rows != 1 || box.cols != 1)) {
        QPainterPath cell;
        cell.addRect(cellsOnScreen(pane, {scene.hoverCell->row, scene.hoverCell->col, 1, 1}));
        painter.setBrush(Qt::NoBrush);
        if (box.isEmpty())
            strokeTwice(painter, cell, Qt::white, 1, Qt::SolidLine);
        else
            painter.strokePath(cell, QPen(QColor(255, 255, 255, 150), 1));
    }
    if (scene.preview.pixels)
        drawPixelBrush(painter, pane);
    // A brush of pixels is its own outline; only codes go by cells.
    if (!box.isEmpty() && (!scene.preview.pixels || pane.source == PaneSource::codes))
        outlineCells(painter, pane, scene.preview.border);
    if (scene.cursorCell) {
        QPainterPath cell;
        cell.addRect(cellsOnScreen(pane, {scene.cursorCell->row, scene.cursorCell->col, 1, 1}));
        strokeTwice(painter, cell, pane.palette.color(QPalette::Highlight).lighter(120), 3, Qt::SolidLine);
        strokeTwice(painter, cell, Qt::white, 1, Qt::DotLine);
    }
}

} // namespace tessera::app
