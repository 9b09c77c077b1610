// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/curve_plot.h"

#include "app/canvas/shades.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace tessera::app {

CurvePlot::CurvePlot(QWidget* parent) : QWidget(parent)
{
    setMinimumHeight(130);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void CurvePlot::setCurve(Curve curve)
{
    if (curve == m_curve)
        return;
    m_curve = std::move(curve);
    setAccessibleName(tr("%1 by %2").arg(m_curve.up, m_curve.across));
    update();
}

void CurvePlot::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const double text = fontMetrics().height();
    const double texts = text + 3; // and a second line below where the first one is full of numbers
    const QRectF area = QRectF(rect()).adjusted(2, texts, -2, m_curve.hasMarks ? -2 * texts : -texts);
    painter.fillRect(area, palette().color(QPalette::Base));
    painter.setPen(mutedText(palette()));
    const QRectF above(area.left(), 0, area.width(), text), below(area.left(), area.bottom() + 2, area.width(), text);
    if (m_curve.points.empty())
        return;
    double most = m_curve.least;
    for (const QPointF& point : m_curve.points)
        most = std::max(most, point.y());
    const auto part = [this, most](double y) {
        if (most <= m_curve.least)
            return 0.0;
        return m_curve.isLogarithmic ? std::log1p(y) / std::log1p(most) : (y - m_curve.least) / (most - m_curve.least);
    };
    const auto along = [this](double x) { return m_curve.hasMarks ? std::sqrt(x) : x; };
    const double first = along(m_curve.points.front().x()), last = along(m_curve.points.back().x());
    QList<QPointF> places;
    for (const QPointF& point : m_curve.points)
        places << QPointF(area.left() + (last > first ? (along(point.x()) - first) / (last - first) : 0) * area.width(),
                          area.bottom() - part(point.y()) * (area.height() - 2));
    const QLocale locale;
    const auto value = [&](double y) { return locale.toString(y, 'f', m_curve.decimals); };
    painter.drawText(above, Qt::AlignLeft,
                     (m_curve.least > 0 ? tr("%1, %2 to %3").arg(m_curve.up, value(m_curve.least), value(most))
                                        : tr("%1, up to %2").arg(m_curve.up, value(most)))
                         + (m_curve.isLogarithmic ? tr(" (logarithmic)") : QString()));
    paintAcross(painter, below, places);
    QPainterPath line;
    for (const QPointF& place : places) {
        if (line.elementCount() == 0)
            line.moveTo(place);
        else if (m_curve.isSteps)
            line.lineTo(place.x(), line.currentPosition().y());
        line.lineTo(place);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.strokePath(line, QPen(palette().color(QPalette::Highlight), 1.4));
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(QPalette::Highlight));
    if (m_curve.hasMarks)
        for (const QPointF& place : places)
            painter.drawEllipse(place, 3, 3);
}

/// The ends of the axis and its name between them, or the number of each mark that has room.
void CurvePlot::paintAcross(QPainter& painter, const QRectF& below, const QList<QPointF>& places) const
{
    const QLocale locale;
    const auto number = [&](std::size_t i) { return locale.toString(qlonglong(m_curve.points[i].x())); };
    if (!m_curve.hasMarks) {
        painter.drawText(below, Qt::AlignLeft, number(0));
        painter.drawText(below, Qt::AlignHCenter, m_curve.across);
        painter.drawText(below, Qt::AlignRight, number(m_curve.points.size() - 1));
        return;
    }
    constexpr double kGap = 4;
    double free = below.left() - kGap;
    for (std::size_t i = 0; i < m_curve.points.size(); ++i) {
        const double width = painter.fontMetrics().horizontalAdvance(number(i));
        const double left = std::clamp(places[qsizetype(i)].x() - width / 2, below.left(), below.right() - width);
        if (left < free + kGap)
            continue;
        painter.drawText(QRectF(left, below.top(), width + 1, below.height()), Qt::AlignLeft, number(i));
        free = left + width;
    }
    painter.drawText(QRectF(below.left(), below.bottom(), below.width(), below.height()), Qt::AlignHCenter,
                     m_curve.across);
}

} // namespace tessera::app
