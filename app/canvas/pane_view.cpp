// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/pane_view.h"

#include "app/canvas/pane_images.h"
#include "app/canvas/pane_overlay.h"
#include "app/canvas/selection_overlay.h"
#include "app/canvas/shades.h"
#include "app/canvas/viewport.h"
#include "app/document.h"

#include <QPaintEvent>
#include <QPainter>

#include <cmath>

namespace tessera::app {

QString paneName(PaneSource source)
{
    switch (source) {
    case PaneSource::input:
        return PaneView::tr("Input");
    case PaneSource::codes:
        return PaneView::tr("Codes");
    case PaneSource::reconstruction:
        return PaneView::tr("Reconstruction");
    case PaneSource::error:
        return PaneView::tr("Error");
    }
    return {};
}

PaneView::PaneView(PaneSource source, const CanvasScene& scene, QWidget* parent)
    : QWidget(parent), m_source(source), m_scene(scene)
{
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(64, 64);
    setAccessibleName(tr("%1 pane").arg(paneName(source)));
}

QPointF PaneView::toPicture(QPointF position) const
{
    return m_scene.viewport.toPicture(position, size());
}

void PaneView::updateCells(const core::CellRect& cells)
{
    updatePixels(m_scene.pictureRect(cells));
}

void PaneView::updatePixels(const QRectF& picture)
{
    if (picture.isEmpty())
        return;
    constexpr int kLines = 4; // outlines reach this far beyond their cells, and smooth scaling less far
    update(m_scene.viewport.toWidget(picture, size())
               .toAlignedRect()
               .adjusted(-kLines, -kLines, kLines, kLines)
               .intersected(rect()));
}

void PaneView::paintEvent(QPaintEvent* event)
{
    QPainter painter(this);
    const QRectF exposed = event->rect();
    painter.fillRect(exposed, surround(palette()));
    if (!m_scene.document)
        return;
    if (m_source == PaneSource::codes) {
        if (m_scene.images.codes().isNull())
            return drawMissing(painter);
        drawImage(painter, m_scene.images.codes(), m_scene.pictureRect(m_scene.document->grid()).size(), exposed);
    } else {
        const Mipmap& picture = m_scene.images.picture(m_source);
        if (picture.isEmpty())
            return drawMissing(painter);
        drawImage(painter, picture.level(m_scene.viewport.zoom() * devicePixelRatioF()), picture.size(), exposed);
    }
    const PaneContext pane{m_scene, m_source, size(), exposed, palette()};
    drawFloating(painter, pane);
    drawGrid(painter, pane);
    drawNumbers(painter, pane);
    painter.setFont(font());
    drawPadding(painter, pane);
    drawHighlight(painter, pane);
    drawSelection(painter, pane);
    drawMarks(painter, pane);
}

/// Draws no more of `image`, which covers `pictureSize` picture pixels, than is exposed.
void PaneView::drawImage(QPainter& painter, const QImage& image, QSizeF pictureSize, const QRectF& exposed) const
{
    const double perX = pictureSize.width() / image.width(), perY = pictureSize.height() / image.height();
    const QPointF from = toPicture(exposed.topLeft()), to = toPicture(exposed.bottomRight());
    // Smooth scaling looks at neighbours, so a few pixels more than are seen.
    constexpr int kNeighbours = 2;
    const QRect source = QRect(QPoint(static_cast<int>(std::floor(from.x() / perX)) - kNeighbours,
                                      static_cast<int>(std::floor(from.y() / perY)) - kNeighbours),
                               QPoint(static_cast<int>(std::ceil(to.x() / perX)) + kNeighbours,
                                      static_cast<int>(std::ceil(to.y() / perY)) + kNeighbours))
                             .intersected(image.rect());
    if (source.isEmpty())
        return;
    const QRectF target = m_scene.viewport.toWidget(
        QRectF(source.x() * perX, source.y() * perY, source.width() * perX, source.height() * perY), size());
    const bool magnified = m_scene.viewport.zoom() * devicePixelRatioF() * std::min(perX, perY) >= 1;
    painter.setRenderHint(QPainter::SmoothPixmapTransform, !magnified);
    painter.drawImage(target, image, QRectF(source));
}

/// Says why there is nothing to see.
void PaneView::drawMissing(QPainter& painter) const
{
    QString text;
    if (!m_scene.document->hasCodes())
        text = m_source == PaneSource::input ? tr("Loading …") : tr("Waiting for the codes");
    else if (m_source == PaneSource::input)
        text = tr("Loading …");
    else
        text = m_scene.decoding ? tr("Decoding …") : tr("Not decoded yet");
    painter.setPen(mutedText(palette()));
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, text);
}

} // namespace tessera::app
