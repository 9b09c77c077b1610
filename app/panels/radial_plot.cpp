// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/radial_plot.h"

#include "app/canvas/shades.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tessera::app {
namespace {

constexpr double kHighestFrequency = 0.5; ///< cycles per pixel
constexpr double kLowestRatio = -24, kHighestRatio = 6; ///< dB
constexpr double kLost = -3; ///< dB, as core::SpectrumRatio::cutoff

/// Where frequencies and dB are in a plot.
struct Scale {
    QRectF area;
    double lowest, highest; ///< dB

    QPointF at(double frequency, double decibels) const
    {
        const double part = (std::clamp(decibels, lowest, highest) - lowest) / (highest - lowest);
        return {area.left() + frequency / kHighestFrequency * area.width(), area.bottom() - part * area.height()};
    }
};

void drawCurve(QPainter& painter, const Scale& scale, const std::vector<double>& frequencies,
               const std::vector<double>& decibels, const QPen& pen)
{
    QPainterPath line;
    for (std::size_t i = 0; i < frequencies.size(); ++i) {
        const QPointF point = scale.at(frequencies[i], decibels[i]);
        i == 0 ? line.moveTo(point) : line.lineTo(point);
    }
    painter.strokePath(line, pen);
}

std::vector<double> inDecibels(const std::vector<double>& powers)
{
    std::vector<double> result;
    result.reserve(powers.size());
    for (const double power : powers)
        result.push_back(core::decibels(power));
    return result;
}

/// Both ends of the scale, left of or inside the plot.
void labelScale(QPainter& painter, const Scale& scale, const QPalette& palette)
{
    painter.setPen(mutedText(palette));
    const QLocale locale;
    const QRectF inside = scale.area.adjusted(3, 1, -3, -1);
    painter.drawText(inside, Qt::AlignTop | Qt::AlignLeft,
                     RadialPlot::tr("%1 dB").arg(locale.toString(scale.highest, 'f', 0)));
    painter.drawText(inside, Qt::AlignBottom | Qt::AlignLeft,
                     RadialPlot::tr("%1 dB").arg(locale.toString(scale.lowest, 'f', 0)));
}

QPen inputPen(const QPalette& palette)
{
    return {palette.color(QPalette::Text), 1.4, Qt::DashLine};
}

QPen reconstructionPen(const QPalette& palette)
{
    return {isDark(palette) ? QColor(255, 170, 80) : QColor(190, 90, 0), 1.8};
}

/// A short line in this pen and its name, at the right end of `free`; returns what is left of it.
QRectF drawKey(QPainter& painter, QRectF free, const QPen& pen, const QString& name, const QPalette& palette)
{
    constexpr double kLine = 22, kGap = 5;
    painter.setPen(palette.color(QPalette::Text));
    painter.drawText(free, Qt::AlignTop | Qt::AlignRight, name);
    const QFontMetricsF metrics(painter.font());
    free.setRight(free.right() - metrics.horizontalAdvance(name) - kGap);
    const double y = free.top() + metrics.height() / 2;
    painter.setPen(pen);
    painter.drawLine(QPointF(free.right() - kLine, y), QPointF(free.right(), y));
    free.setRight(free.right() - kLine - 2 * kGap);
    return free;
}

} // namespace

RadialPlot::RadialPlot(QWidget* parent) : QWidget(parent)
{
    setMinimumHeight(150);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Radial power spectra, and their ratio"));
}

void RadialPlot::setSpectra(core::RadialSpectrum input, core::RadialSpectrum reconstruction, core::SpectrumRatio ratio,
                            int factor)
{
    m_input = std::move(input);
    m_reconstruction = std::move(reconstruction);
    m_ratio = std::move(ratio);
    m_factor = factor;
    update();
}

void RadialPlot::paintEvent(QPaintEvent*)
{
    if (m_ratio.frequency.empty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double text = fontMetrics().height() + 2;
    const QRectF all = QRectF(rect()).adjusted(1, 1, -1, -text);
    constexpr double kGap = 4;
    const double upper = std::round((all.height() - kGap) * 0.58);
    paintPowers(painter, {all.left(), all.top(), all.width(), upper});
    paintRatio(painter, {all.left(), all.top() + upper + kGap, all.width(), all.height() - upper - kGap});
    paintFrequencies(painter, {all.left(), all.bottom(), all.width(), text});
}

void RadialPlot::paintPowers(QPainter& painter, const QRectF& area) const
{
    const std::vector<double> input = inDecibels(m_input.power), made = inDecibels(m_reconstruction.power);
    const auto [low, high] = std::minmax({*std::ranges::min_element(input), *std::ranges::min_element(made),
                                          *std::ranges::max_element(input), *std::ranges::max_element(made)});
    constexpr double kStep = 10; ///< dB
    const Scale scale{area, std::floor(low / kStep) * kStep, std::floor(high / kStep + 1) * kStep};
    paintGrid(painter, area);
    drawCurve(painter, scale, m_input.frequency, input, inputPen(palette()));
    drawCurve(painter, scale, m_reconstruction.frequency, made, reconstructionPen(palette()));
    labelScale(painter, scale, palette());
    const QRectF inside = area.adjusted(3, 1, -5, -1);
    const QRectF rest = drawKey(painter, inside, reconstructionPen(palette()), tr("reconstruction"), palette());
    drawKey(painter, rest, inputPen(palette()), tr("input"), palette());
}

void RadialPlot::paintRatio(QPainter& painter, const QRectF& area) const
{
    const Scale scale{area, kLowestRatio, kHighestRatio};
    paintGrid(painter, area);
    painter.setPen(QPen(mutedText(palette()), 1, Qt::DotLine));
    for (const double level : {0.0, kLost})
        painter.drawLine(scale.at(0, level), scale.at(kHighestFrequency, level));
    drawCurve(painter, scale, m_ratio.frequency, m_ratio.smoothed, QPen(palette().color(QPalette::Highlight), 1.8));
    labelScale(painter, scale, palette());
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(area.adjusted(3, 1, -5, -1), Qt::AlignTop | Qt::AlignRight, tr("reconstruction / input"));
    if (!m_ratio.cutoff)
        return;
    painter.setPen(QPen(palette().color(QPalette::Text), 1.2, Qt::DashLine));
    const QPointF foot = scale.at(*m_ratio.cutoff, kLowestRatio), crossing = scale.at(*m_ratio.cutoff, kLost);
    painter.drawLine(foot, {foot.x(), area.top()});
    painter.setBrush(palette().color(QPalette::Text));
    painter.drawEllipse(crossing, 3, 3);
    painter.setBrush(Qt::NoBrush);
    const QString label = QLocale().toString(*m_ratio.cutoff, 'f', 3);
    const double width = fontMetrics().horizontalAdvance(label);
    const bool fitsRight = foot.x() + width + 5 < area.right();
    painter.drawText(QPointF(fitsRight ? foot.x() + 4 : foot.x() - width - 4, area.bottom() - 4), label);
}

void RadialPlot::paintGrid(QPainter& painter, const QRectF& area) const
{
    painter.fillRect(area, palette().color(QPalette::Base));
    painter.setPen(QPen(withAlpha(palette().color(QPalette::Text), 50), 1));
    for (int i = 1; m_factor > 1 && 2 * i <= m_factor; ++i) {
        const double x = area.left() + static_cast<double>(i) / m_factor / kHighestFrequency * area.width();
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    }
}

void RadialPlot::paintFrequencies(QPainter& painter, const QRectF& below) const
{
    painter.setPen(mutedText(palette()));
    const QLocale locale;
    painter.drawText(below, Qt::AlignLeft, locale.toString(0));
    painter.drawText(below, Qt::AlignRight, locale.toString(kHighestFrequency));
    painter.drawText(below, Qt::AlignHCenter, tr("cycles per pixel"));
}

} // namespace tessera::app
