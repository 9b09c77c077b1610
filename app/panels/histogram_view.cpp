// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/histogram_view.h"

#include "app/canvas/shades.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace tessera::app {

HistogramView::HistogramView(QWidget* parent) : QWidget(parent)
{
    setMinimumHeight(90);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Histogram"));
}

void HistogramView::setStatistics(core::PictureStatistics statistics)
{
    m_statistics = std::move(statistics);
    update();
}

void HistogramView::setLogarithmic(bool logarithmic)
{
    m_logarithmic = logarithmic;
    update();
}

QString HistogramView::channelName(int channel, int channels)
{
    if (channels % 2 == 0 && channel == channels - 1)
        return tr("Alpha");
    if (channels < 3)
        return tr("Value");
    return channel == 0 ? tr("Red") : channel == 1 ? tr("Green") : tr("Blue");
}

QPen HistogramView::channelPen(int channel, int channels, const QPalette& palette)
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

void HistogramView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const double text = fontMetrics().height();
    const QRectF area = QRectF(rect()).adjusted(4, 4, -4, -text - 4);
    painter.fillRect(area, palette().color(QPalette::Base));
    painter.setPen(mutedText(palette()));
    const QRectF below(area.left(), area.bottom() + 2, area.width(), text);
    painter.drawText(below, Qt::AlignLeft, QLocale().toString(0));
    painter.drawText(below, Qt::AlignRight, QLocale().toString(1));
    std::int64_t most = 0;
    for (const core::ChannelStatistics& channel : m_statistics.channels)
        most = std::max(most, *std::ranges::max_element(channel.histogram));
    if (most == 0)
        return;
    const auto part = [this, most](std::int64_t count) {
        return m_logarithmic ? std::log1p(static_cast<double>(count)) / std::log1p(static_cast<double>(most))
                             : static_cast<double>(count) / static_cast<double>(most);
    };
    painter.setRenderHint(QPainter::Antialiasing);
    const int channels = static_cast<int>(m_statistics.channels.size());
    for (int c = 0; c < channels; ++c) {
        const auto& histogram = m_statistics.channels[static_cast<std::size_t>(c)].histogram;
        QPainterPath line;
        for (std::size_t bin = 0; bin < histogram.size(); ++bin) {
            const QPointF point(area.left() + (static_cast<double>(bin) + 0.5) / core::kHistogramBins * area.width(),
                                area.bottom() - part(histogram[bin]) * (area.height() - 2));
            bin == 0 ? line.moveTo(point) : line.lineTo(point);
        }
        painter.strokePath(line, channelPen(c, channels, palette()));
    }
}

} // namespace tessera::app
