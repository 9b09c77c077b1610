// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/influence_view.h"

#include "app/overlays/colour_bar.h"
#include "app/overlays/shades.h"
#include "core/analysis/colour_maps.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tessera::app {
namespace {

constexpr double kLowest = -60; ///< dB below the largest difference: the first colour of the logarithmic scale

QRgb colourOf(double part)
{
    const core::Rgb colour = core::mapColour(core::ColourMap::viridis, part);
    return qRgb(colour[0], colour[1], colour[2]);
}

/// The middle of a cell, in pixels of the picture.
QPointF middleOf(core::Cell cell, int factor)
{
    return {(cell.col + 0.5) * factor, (cell.row + 0.5) * factor};
}

} // namespace

InfluenceView::InfluenceView(QWidget* parent) : QWidget(parent)
{
    setMinimumHeight(160);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("What the code changes of the picture"));
}

void InfluenceView::setInfluence(const core::Influence& influence, int factor)
{
    m_influence = influence;
    m_factor = factor;
    m_largest = influence.difference.empty() ? 0 : *std::ranges::max_element(influence.difference);
    makeImage();
}

void InfluenceView::clear()
{
    setInfluence({}, 1);
}

void InfluenceView::setWhole(bool whole)
{
    m_isWhole = whole;
    update();
}

void InfluenceView::setLogarithmic(bool logarithmic)
{
    m_isLogarithmic = logarithmic;
    makeImage();
}

void InfluenceView::makeImage()
{
    m_image = m_influence.difference.empty() ? QImage()
                                             : QImage(m_influence.width, m_influence.height, QImage::Format_RGB32);
    const auto largest = static_cast<double>(m_largest);
    auto value = m_influence.difference.begin();
    for (int y = 0; y < m_image.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(m_image.scanLine(y));
        for (int x = 0; x < m_image.width(); ++x, ++value) {
            double part = largest > 0 ? static_cast<double>(*value) / largest : 0;
            if (m_isLogarithmic)
                part = 1 - (part > 0 ? 20 * std::log10(part) : kLowest) / kLowest;
            line[x] = colourOf(part);
        }
    }
    update();
}

QRect InfluenceView::shownPart() const
{
    if (m_isWhole || m_influence.energy <= 0)
        return m_image.rect();
    // A little more than the circle of 95 %, so that it is seen where the rest of the energy lies.
    const double side = std::max(1.4 * m_influence.radii[1], 4.0 * m_factor);
    const QPointF middle = middleOf(m_influence.cell, m_factor);
    return QRectF(middle - QPointF(side, side), QSizeF(2 * side, 2 * side)).toAlignedRect().intersected(m_image.rect());
}

void InfluenceView::paintEvent(QPaintEvent*)
{
    if (m_image.isNull())
        return;
    QPainter painter(this);
    const double text = fontMetrics().height() + 4;
    const QRectF area = QRectF(rect()).adjusted(0, 0, 0, -text);
    const QRect part = shownPart();
    QRectF place({}, QSizeF(part.size()).scaled(area.size(), Qt::KeepAspectRatio));
    place.moveCenter(area.center());
    const double zoom = place.width() / part.width();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, zoom < 1);
    painter.setOpacity(isEnabled() ? 1 : 0.5);
    painter.drawImage(place, m_image, part);
    painter.save();
    painter.setClipRect(place);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(place.topLeft());
    painter.scale(zoom, zoom);
    painter.translate(-part.topLeft());
    paintCircles(painter, QRectF(part), zoom);
    painter.restore();
    painter.setOpacity(1);

    const QLocale locale;
    const QRectF below(0, area.bottom(), width(), text);
    const QString most = locale.toString(static_cast<double>(m_largest), 'g', 2);
    const QRectF rest = drawColourBar(painter, below, m_isLogarithmic ? tr("%1 dB").arg(kLowest) : locale.toString(0),
                                      m_isLogarithmic ? tr("0 dB = %1").arg(most) : most, colourOf, palette());
    painter.setPen(mutedText(palette()));
    painter.drawText(rest, Qt::AlignVCenter | Qt::AlignLeft,
                     fontMetrics().elidedText(tr("circles: 50, 95, 99 %"), Qt::ElideRight,
                                              static_cast<int>(rest.width())));
}

/// In pixels of the picture; the cell and the circles, light on dark.
void InfluenceView::paintCircles(QPainter& painter, const QRectF& place, double zoom) const
{
    const QPointF middle = middleOf(m_influence.cell, m_factor);
    const Qt::PenStyle styles[] = {Qt::SolidLine, Qt::DashLine, Qt::DotLine};
    painter.setBrush(Qt::NoBrush);
    for (const bool isRim : {true, false}) {
        QPen pen(isRim ? QColor(0, 0, 0, 150) : QColor(Qt::white), (isRim ? 3 : 1.4) / zoom);
        painter.setPen(pen);
        painter.drawRect(QRectF(middle - QPointF(m_factor, m_factor) / 2, QSizeF(m_factor, m_factor)));
        for (std::size_t i = 0; i < m_influence.radii.size(); ++i) {
            const double radius = m_influence.radii[i];
            if (radius <= 0 || radius > std::hypot(place.width(), place.height()))
                continue;
            pen.setStyle(isRim ? Qt::SolidLine : styles[i]);
            painter.setPen(pen);
            painter.drawEllipse(middle, radius, radius);
        }
    }
}

} // namespace tessera::app
