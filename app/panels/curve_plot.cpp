// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/curve_plot.h"

#include <QAreaSeries>
#include <QCategoryAxis>
#include <QChart>
#include <QLineSeries>
#include <QLocale>
#include <QLogValueAxis>
#include <QScatterSeries>
#include <QValueAxis>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

namespace tessera::app {
namespace {

constexpr std::size_t kMostPoints = 1024; ///< more than a dock has pixels
constexpr std::size_t kMostBars = 256;    ///< a bar is no thinner than a pixel
constexpr int kMostTicks = 5;
constexpr double kHeadroom = 1.06; ///< the highest point does not touch the frame

double highest(const std::vector<QPointF>& points)
{
    return std::ranges::max_element(points, {}, &QPointF::y)->y();
}

/// The outline of bars around whole numbers, `toABar` of them in each.
QList<QPointF> barOutline(const std::vector<QPointF>& points, int toABar)
{
    QList<QPointF> outline;
    for (std::size_t i = 0; i < points.size(); i += static_cast<std::size_t>(toABar)) {
        const std::size_t end = std::min(points.size(), i + static_cast<std::size_t>(toABar));
        double sum = 0;
        for (std::size_t k = i; k < end; ++k)
            sum += points[k].y();
        outline << QPointF(points[i].x() - 0.5, sum) << QPointF(points[end - 1].x() + 0.5, sum);
    }
    return outline;
}

QList<QPointF> stepOutline(const std::vector<QPointF>& points)
{
    QList<QPointF> outline;
    for (const QPointF& point : points) {
        if (!outline.isEmpty())
            outline << QPointF(point.x(), outline.constLast().y());
        outline << point;
    }
    return outline;
}

QString number(double value)
{
    return QLocale().toString(value, 'g', 6);
}

} // namespace

std::vector<QPointF> thinned(const std::vector<QPointF>& points, std::size_t most)
{
    if (points.size() <= most)
        return points;
    std::vector<QPointF> kept;
    const std::size_t buckets = most / 2;
    for (std::size_t i = 0; i < buckets; ++i) {
        const auto begin = points.begin() + static_cast<std::ptrdiff_t>(i * points.size() / buckets);
        const auto end = points.begin() + static_cast<std::ptrdiff_t>((i + 1) * points.size() / buckets);
        const auto isLower = [](const QPointF& a, const QPointF& b) { return a.y() < b.y(); };
        auto [low, high] = std::minmax_element(begin, end, isLower);
        if (low > high)
            std::swap(low, high);
        kept.push_back(*low);
        if (low != high)
            kept.push_back(*high);
    }
    return kept;
}

void CurvePlot::setCurve(Curve curve)
{
    if (curve == m_curve)
        return;
    m_curve = std::move(curve);
    clearChart();
    if (!m_curve.points.empty())
        addSeries();
    restyle();
    if (m_curve.points.empty()) {
        setAccessibleName({});
        return setAccessibleDescription({});
    }
    setAccessibleName(tr("%1 by %2").arg(m_curve.up, m_curve.across));
    const auto& points = m_curve.points;
    const double low = std::ranges::min_element(points, {}, &QPointF::y)->y();
    setAccessibleDescription(tr("%1 from %2 to %3; %4 from %5 to %6")
                                 .arg(m_curve.across, number(points.front().x()), number(points.back().x()),
                                      m_curve.up, number(low), number(highest(points))));
}

void CurvePlot::addSeries()
{
    const auto add = [this](const QList<QPointF>& points) {
        auto* series = new QLineSeries;
        series->replace(points);
        chart().addSeries(series);
    };
    int toABar = 1;
    std::vector<QPointF> points = m_curve.points;
    if (m_curve.isLogarithmic)
        std::erase_if(points, [](const QPointF& point) { return point.y() <= 0; });
    switch (m_curve.shape) {
    case Shape::line: {
        const std::vector<QPointF> kept = thinned(points, kMostPoints);
        add({kept.begin(), kept.end()});
        break;
    }
    case Shape::steps:
        add(stepOutline(thinned(points, kMostPoints)));
        break;
    case Shape::bars: {
        toABar = static_cast<int>((points.size() + kMostBars - 1) / kMostBars);
        auto upper = std::make_unique<QLineSeries>();
        upper->replace(barOutline(points, toABar));
        auto* bars = new QAreaSeries(upper.get());
        upper.release()->setParent(bars);
        chart().addSeries(bars);
        break;
    }
    case Shape::marks: {
        QList<QPointF> roots;
        for (const QPointF& point : points)
            roots << QPointF(std::sqrt(point.x()), point.y());
        add(roots);
        auto* marks = new QScatterSeries;
        marks->replace(roots);
        constexpr double kMark = 7;
        marks->setMarkerSize(kMark);
        chart().addSeries(marks);
    }
    }
    addAxes(toABar);
}

void CurvePlot::addAxes(int toABar)
{
    const auto& points = m_curve.points;
    const QString across = toABar > 1 ? tr("%1, %2 to a bar").arg(m_curve.across).arg(toABar) : m_curve.across;
    QAbstractAxis* below = nullptr;
    if (m_curve.shape == Shape::marks) {
        constexpr double kLabel = 0.08; ///< of the axis: the charts of docks are some 200 pixels wide
        auto* axis = new QCategoryAxis;
        const double first = std::sqrt(points.front().x()), last = std::sqrt(points.back().x());
        const double span = std::max(last - first, 1.0);
        double free = first;
        for (const QPointF& point : points) {
            const double place = std::sqrt(point.x());
            if (place < free || (place < last && last - place < kLabel * span))
                continue; // its mark has to do
            axis->append(QLocale().toString(qlonglong(point.x())), place);
            free = place + kLabel * span;
        }
        axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
        // A label may be as wide as there is room to its right.
        axis->setRange(first - 0.03 * span, last + 2 * kLabel * span);
        axis->setTitleText(across);
        below = axis;
    } else {
        const double half = m_curve.shape == Shape::bars || points.size() == 1 ? 0.5 : 0;
        const double first = points.front().x() - half, last = points.back().x() + half;
        below = makeValueAxis(across, first, last, std::max(1.0, tickStep(last - first, kMostTicks)));
    }
    QAbstractAxis* left = nullptr;
    double most = highest(points);
    if (m_curve.shape == Shape::bars)
        for (const QPointF& corner : static_cast<QAreaSeries*>(chart().series().constFirst())->upperSeries()->points())
            most = std::max(most, corner.y());
    if (m_curve.isLogarithmic) {
        auto* axis = new QLogValueAxis;
        axis->setTitleText(tr("%1, logarithmic").arg(m_curve.up));
        axis->setBase(10);
        constexpr double kBelowOne = 0.8;
        axis->setRange(kBelowOne, std::max(1.0, most) / kBelowOne);
        axis->setLabelFormat(QStringLiteral("%.0f"));
        axis->setMinorTickCount(8);
        left = axis;
    } else {
        const bool isWhole = std::ranges::all_of(points, [](const QPointF& p) { return p.y() == std::floor(p.y()); });
        const double span = most > m_curve.least ? most - m_curve.least : 1;
        const double step = std::max(tickStep(span, kMostTicks), isWhole ? 1 : 0.0);
        const double low = m_curve.least > 0 ? std::floor(m_curve.least / step) * step : m_curve.least;
        left = makeValueAxis(m_curve.up, low, m_curve.least + span * kHeadroom, step);
    }
    chart().addAxis(below, Qt::AlignBottom);
    chart().addAxis(left, Qt::AlignLeft);
    for (QAbstractSeries* series : chart().series()) {
        series->attachAxis(below);
        series->attachAxis(left);
    }
}

void CurvePlot::colourSeries()
{
    const QColor colour = palette().color(QPalette::Highlight);
    for (QAbstractSeries* series : chart().series()) {
        if (auto* bars = qobject_cast<QAreaSeries*>(series)) {
            bars->setPen(Qt::NoPen);
            bars->setBrush(colour);
        } else if (auto* marks = qobject_cast<QScatterSeries*>(series)) {
            marks->setColor(colour);
            marks->setBorderColor(colour);
        } else if (auto* line = qobject_cast<QLineSeries*>(series)) {
            line->setPen(QPen(colour, 1.6));
        }
    }
}

QString CurvePlot::reading(double x) const
{
    const auto& points = m_curve.points;
    const double at = m_curve.shape == Shape::marks ? x * std::abs(x) : x;
    auto next = std::ranges::lower_bound(points, at, {}, &QPointF::x);
    const bool isPast = next == points.end();
    if (isPast || next != points.begin()) {
        const auto before = next - 1;
        const bool isNearer = !isPast && at - before->x() < next->x() - at;
        const bool isUntilNext = !isPast && m_curve.shape == Shape::steps && at < next->x();
        if (isPast || isNearer || isUntilNext)
            next = before;
    }
    return tr("%1: %2\n%3: %4").arg(m_curve.across, number(next->x()), m_curve.up, number(next->y()));
}

} // namespace tessera::app
