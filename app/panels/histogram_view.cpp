// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/histogram_view.h"

#include "app/overlays/shades.h"

#include <QChart>
#include <QLegend>
#include <QLineSeries>
#include <QLocale>
#include <QLogValueAxis>
#include <QPen>
#include <QValueAxis>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace tessera::app {
namespace {

constexpr double kBelowOne = 0.8; ///< where a logarithmic axis begins: zeros lie there

QPen channelPen(int channel, int channels, const QPalette& palette)
{
    const bool dark = isDark(palette);
    if (channels < 3 || channel == 3)
        return {palette.color(QPalette::Text), 1.4, channel == 0 ? Qt::SolidLine : Qt::DashDotLine};
    const QColor colours[] = {dark ? QColor(255, 120, 110) : QColor(196, 30, 30),
                              dark ? QColor(110, 220, 130) : QColor(10, 128, 50),
                              dark ? QColor(130, 170, 255) : QColor(30, 70, 210)};
    const Qt::PenStyle styles[] = {Qt::SolidLine, Qt::DashLine, Qt::DotLine};
    return {colours[channel], 1.4, styles[channel]};
}

double middle(std::size_t bin)
{
    return (static_cast<double>(bin) + 0.5) / core::kHistogramBins;
}

} // namespace

HistogramView::HistogramView(QWidget* parent) : PlotView(parent)
{
    setAccessibleName(tr("Histogram"));
    chart().legend()->setAlignment(Qt::AlignTop);
}

void HistogramView::setStatistics(core::PictureStatistics statistics)
{
    m_statistics = std::move(statistics);
    draw();
}

void HistogramView::setLogarithmic(bool logarithmic)
{
    m_logarithmic = logarithmic;
    draw();
}

QString HistogramView::channelName(int channel, int channels)
{
    if (channels % 2 == 0 && channel == channels - 1)
        return tr("Alpha");
    if (channels < 3)
        return tr("Value");
    return channel == 0 ? tr("Red") : channel == 1 ? tr("Green") : tr("Blue");
}

void HistogramView::draw()
{
    clearChart();
    std::int64_t most = 0;
    for (const core::ChannelStatistics& channel : m_statistics.channels)
        most = std::max(most, *std::ranges::max_element(channel.histogram));
    chart().legend()->setVisible(most > 0 && m_statistics.channels.size() > 1);
    if (most == 0)
        return restyle();
    const int channels = static_cast<int>(m_statistics.channels.size());
    for (int c = 0; c < channels; ++c) {
        const auto& histogram = m_statistics.channels[static_cast<std::size_t>(c)].histogram;
        QList<QPointF> points;
        for (std::size_t bin = 0; bin < histogram.size(); ++bin) {
            const auto count = static_cast<double>(histogram[bin]);
            points << QPointF(middle(bin), m_logarithmic ? std::max(count, kBelowOne) : count);
        }
        auto* series = new QLineSeries;
        series->setName(channelName(c, channels));
        series->replace(points);
        chart().addSeries(series);
    }
    const auto highest = static_cast<double>(most);
    QAbstractAxis* left = nullptr;
    if (m_logarithmic) {
        auto* axis = new QLogValueAxis;
        axis->setTitleText(tr("pixels, logarithmic"));
        axis->setBase(10);
        axis->setRange(kBelowOne, highest / kBelowOne);
        axis->setLabelFormat(QStringLiteral("%.0f"));
        left = axis;
    } else {
        constexpr int kMostTicks = 4;
        left = makeValueAxis(tr("pixels"), 0, highest, std::max(1.0, tickStep(highest, kMostTicks)));
    }
    QValueAxis* below = makeValueAxis(tr("value"), 0, 1, 0.25);
    chart().addAxis(below, Qt::AlignBottom);
    chart().addAxis(left, Qt::AlignLeft);
    for (QAbstractSeries* series : chart().series()) {
        series->attachAxis(below);
        series->attachAxis(left);
    }
    restyle();
}

void HistogramView::colourSeries()
{
    const QList<QAbstractSeries*> all = chart().series();
    for (int c = 0; c < all.size(); ++c)
        static_cast<QLineSeries*>(all[c])->setPen(channelPen(c, static_cast<int>(all.size()), palette()));
}

QString HistogramView::reading(double x) const
{
    constexpr double kBins = core::kHistogramBins;
    const auto bin = static_cast<std::size_t>(std::clamp(std::floor(x * kBins), 0.0, kBins - 1));
    const QLocale locale;
    QStringList lines{tr("Value %1").arg(locale.toString(middle(bin), 'f', 3))};
    const int channels = static_cast<int>(m_statistics.channels.size());
    for (int c = 0; c < channels; ++c) {
        const std::int64_t count = m_statistics.channels[static_cast<std::size_t>(c)].histogram[bin];
        lines << tr("%1: %n pixel(s)", nullptr, static_cast<int>(count)).arg(channelName(c, channels));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace tessera::app
