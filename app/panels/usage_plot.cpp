// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/usage_plot.h"

#include "app/canvas/shades.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace tessera::app {

UsagePlot::UsagePlot(QWidget* parent) : QWidget(parent)
{
    setMinimumHeight(130);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void UsagePlot::setCurve(Curve curve)
{
    if (curve == m_curve)
        return;
    m_curve = std::move(curve);
    setAccessibleName(tr("%1 by %2").arg(m_curve.up, m_curve.across));
    update();
}

void UsagePlot::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const double text = fontMetrics().height();
    const QRectF area = QRectF(rect()).adjusted(2, text + 3, -2, -text - 3);
    painter.fillRect(area, palette().color(QPalette::Base));
    painter.setPen(mutedText(palette()));
    const QRectF above(area.left(), 0, area.width(), text), below(area.left(), area.bottom() + 2, area.width(), text);
    if (m_curve.points.empty())
        return;
    const double first = m_curve.points.front().x(), last = m_curve.points.back().x();
    double most = 0;
    for (const QPointF& point : m_curve.points)
        most = std::max(most, point.y());
    const QLocale locale;
    const auto whole = [&locale](double value) { return locale.toString(qlonglong(value)); };
    painter.drawText(above, Qt::AlignLeft,
                     tr("%1, up to %2").arg(m_curve.up, whole(most))
                         + (m_curve.isLogarithmic ? tr(" (logarithmic)") : QString()));
    painter.drawText(below, Qt::AlignLeft, whole(first));
    painter.drawText(below, Qt::AlignHCenter, m_curve.across);
    painter.drawText(below, Qt::AlignRight, whole(last));
    const auto part = [this, most](double y) {
        if (most <= 0)
            return 0.0;
        return m_curve.isLogarithmic ? std::log1p(y) / std::log1p(most) : y / most;
    };
    QPainterPath line;
    for (const QPointF& point : m_curve.points) {
        const QPointF place(area.left() + (last > first ? (point.x() - first) / (last - first) : 0) * area.width(),
                            area.bottom() - part(point.y()) * (area.height() - 2));
        if (line.elementCount() == 0)
            line.moveTo(place);
        else if (m_curve.isSteps)
            line.lineTo(place.x(), line.currentPosition().y());
        line.lineTo(place);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.strokePath(line, QPen(palette().color(QPalette::Highlight), 1.4));
}

} // namespace tessera::app
