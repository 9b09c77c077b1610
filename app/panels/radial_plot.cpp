// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/radial_plot.h"

#include "app/overlays/shades.h"
#include "app/panels/plot_view.h"

#include <QChart>
#include <QLegend>
#include <QLegendMarker>
#include <QLineSeries>
#include <QLocale>
#include <QScatterSeries>
#include <QVBoxLayout>
#include <QValueAxis>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tessera::app {
namespace {

constexpr double kHighestFrequency = 0.5;               ///< cycles per pixel
constexpr double kLowestRatio = -24, kHighestRatio = 6; ///< dB
constexpr double kRatioStep = 6;                        ///< dB
constexpr double kLost = -3;                            ///< dB, as core::SpectrumRatio::cutoff
constexpr double kLine = 1.8;

QLineSeries* addLine(QChart& chart, const QString& name, const QList<QPointF>& points)
{
    auto* series = new QLineSeries;
    series->setName(name);
    series->replace(points);
    chart.addSeries(series);
    return series;
}

QList<QPointF> inDecibels(const core::RadialSpectrum& spectrum)
{
    QList<QPointF> points;
    for (std::size_t i = 0; i < spectrum.power.size(); ++i)
        points << QPointF(spectrum.frequency[i], core::decibels(spectrum.power[i]));
    return points;
}

/// Frequencies, with ticks at multiples of 1/factor; between them lines without numbers where there are many.
QValueAxis* frequencyAxis(int factor)
{
    constexpr int kMostTicks = 4;
    const int perTick = std::max(1, (factor / 2 + kMostTicks - 1) / kMostTicks);
    const double step = factor > 1 ? static_cast<double>(perTick) / factor : kHighestFrequency / kMostTicks;
    QValueAxis* axis = makeValueAxis(RadialPlot::tr("cycles per pixel"), 0, kHighestFrequency, step);
    axis->setLabelFormat(QStringLiteral("%.4g"));
    axis->setMinorTickCount(perTick - 1);
    return axis;
}

void attach(QChart& chart, QValueAxis* below, QValueAxis* left)
{
    chart.addAxis(below, Qt::AlignBottom);
    chart.addAxis(left, Qt::AlignLeft);
    for (QAbstractSeries* series : chart.series()) {
        series->attachAxis(below);
        series->attachAxis(left);
    }
    chart.legend()->setAlignment(Qt::AlignTop);
    chart.legend()->show();
}

/// The y of the point whose x is nearest.
double nearestTo(double x, const QXYSeries& series)
{
    const QList<QPointF> points = series.points();
    return std::ranges::min_element(points, {}, [x](const QPointF& point) { return std::abs(point.x() - x); })->y();
}

QString decibels(double value)
{
    return RadialPlot::tr("%1 dB").arg(QLocale().toString(value, 'f', 1));
}

QString frequency(double value)
{
    return RadialPlot::tr("%1 cycles per pixel").arg(QLocale().toString(value, 'f', 3));
}

QColor reconstructionColour(const QPalette& palette)
{
    return isDark(palette) ? QColor(255, 170, 80) : QColor(190, 90, 0);
}

} // namespace

class RadialPlot::Powers : public PlotView {
public:
    using PlotView::PlotView;

    void show(const core::RadialSpectrum& input, const core::RadialSpectrum& made, int factor)
    {
        clearChart();
        m_input = addLine(chart(), tr("input"), inDecibels(input));
        m_made = addLine(chart(), tr("reconstruction"), inDecibels(made));
        const QList<QPointF> all = m_input->points() + m_made->points();
        const auto [lowest, highest] = std::ranges::minmax_element(all, {}, &QPointF::y);
        constexpr double kStep = 10;
        const double low = std::floor(lowest->y() / kStep) * kStep;
        const double high = std::floor(highest->y() / kStep + 1) * kStep;
        constexpr int kMostTicks = 5;
        QValueAxis* below = frequencyAxis(factor);
        below->setLabelsVisible(false); // those of the ratio stand below
        below->setTitleVisible(false);
        attach(chart(), below, makeValueAxis(tr("power, dB"), low, high, tickStep(high - low, kMostTicks)));
        restyle();
    }
    void clear()
    {
        clearChart();
        m_input = m_made = nullptr;
        restyle();
    }

protected:
    void colourSeries() override
    {
        if (!m_input)
            return;
        m_input->setPen(QPen(palette().color(QPalette::Text), kLine, Qt::DashLine));
        m_made->setPen(QPen(reconstructionColour(palette()), kLine));
    }
    QString reading(double x) const override
    {
        return tr("%1\ninput: %2\nreconstruction: %3")
            .arg(frequency(x), decibels(nearestTo(x, *m_input)), decibels(nearestTo(x, *m_made)));
    }

private:
    QLineSeries* m_input = nullptr;
    QLineSeries* m_made = nullptr;
};

class RadialPlot::Ratio : public PlotView {
public:
    using PlotView::PlotView;

    void show(const core::SpectrumRatio& ratio, int factor)
    {
        clear();
        QList<QPointF> points;
        for (std::size_t i = 0; i < ratio.frequency.size(); ++i)
            points << QPointF(ratio.frequency[i], std::clamp(ratio.smoothed[i], kLowestRatio, kHighestRatio));
        m_ratio = addLine(chart(), tr("reconstruction / input"), points);
        m_lost = addLine(chart(), tr("−3 dB"), {{0, kLost}, {kHighestFrequency, kLost}});
        if (ratio.cutoff) {
            m_cutoff = addLine(chart(), QString(), {{*ratio.cutoff, kLowestRatio}, {*ratio.cutoff, kHighestRatio}});
            m_mark = new QScatterSeries;
            m_mark->append(*ratio.cutoff, kLost);
            m_mark->setName(tr("−3 dB at %1").arg(QLocale().toString(*ratio.cutoff, 'f', 3)));
            constexpr double kMark = 8;
            m_mark->setMarkerSize(kMark);
            chart().addSeries(m_mark);
        }
        attach(chart(), frequencyAxis(factor), makeValueAxis(tr("ratio, dB"), kLowestRatio, kHighestRatio, kRatioStep));
        if (m_cutoff) // what the two lines cross in says it
            for (QLineSeries* line : {m_lost, m_cutoff})
                for (QLegendMarker* marker : chart().legend()->markers(line))
                    marker->setVisible(false);
        restyle();
    }
    void clear()
    {
        clearChart();
        m_ratio = m_lost = m_cutoff = nullptr;
        m_mark = nullptr;
        restyle();
    }

protected:
    void colourSeries() override
    {
        if (!m_ratio)
            return;
        const QColor text = palette().color(QPalette::Text);
        m_ratio->setPen(QPen(palette().color(QPalette::Highlight), kLine));
        m_lost->setPen(QPen(text, 1.2, Qt::DotLine));
        if (!m_cutoff)
            return;
        m_cutoff->setPen(QPen(text, 1.2, Qt::DashLine));
        m_mark->setColor(text);
        m_mark->setBorderColor(text);
    }
    QString reading(double x) const override
    {
        return tr("%1\nreconstruction / input: %2").arg(frequency(x), decibels(nearestTo(x, *m_ratio)));
    }

private:
    QLineSeries* m_ratio = nullptr;
    QLineSeries* m_lost = nullptr;
    QLineSeries* m_cutoff = nullptr;
    QScatterSeries* m_mark = nullptr;
};

RadialPlot::RadialPlot(QWidget* parent) : QWidget(parent), m_powers(new Powers(this)), m_ratio(new Ratio(this))
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_powers->setAccessibleName(tr("Radial power spectra of input and reconstruction"));
    m_ratio->setAccessibleName(tr("Ratio of the radial spectra"));
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    constexpr int kLegend = 20, kAxis = 40; // the numbers below are those of both plots
    m_powers->setMinimumHeight(m_powers->minimumHeight() + kLegend);
    m_ratio->setMinimumHeight(m_powers->minimumHeight() + kAxis);
    all->addWidget(m_powers, 1);
    all->addWidget(m_ratio, 1);
    for (const PlotView* plot : {static_cast<PlotView*>(m_powers), static_cast<PlotView*>(m_ratio)})
        connect(&plot->chart(), &QChart::plotAreaChanged, this, &RadialPlot::align);
}

PlotView& RadialPlot::powers() const
{
    return *m_powers;
}

PlotView& RadialPlot::ratio() const
{
    return *m_ratio;
}

void RadialPlot::setSpectra(const core::RadialSpectrum& input, const core::RadialSpectrum& reconstruction,
                            const core::SpectrumRatio& ratio, int factor)
{
    m_ratio->setAccessibleDescription({});
    if (ratio.frequency.empty()) {
        m_powers->clear();
        return m_ratio->clear();
    }
    m_powers->show(input, reconstruction, factor);
    m_ratio->show(ratio, factor);
    if (ratio.cutoff)
        m_ratio->setAccessibleDescription(tr("Falls below −3 dB at %1").arg(frequency(*ratio.cutoff)));
}

/// One frequency has one place in both plots, however wide the numbers beside them are.
void RadialPlot::align()
{
    QChart* const charts[] = {&m_powers->chart(), &m_ratio->chart()};
    // What axes and their numbers take beside the margins.
    const auto left = [](const QChart& chart) { return chart.plotArea().left() - chart.margins().left(); };
    const auto right = [](const QChart& chart) {
        return chart.size().width() - chart.plotArea().right() - chart.margins().right();
    };
    if (charts[0]->plotArea().isEmpty() || charts[1]->plotArea().isEmpty())
        return;
    constexpr double kMargin = 4;
    const double mostLeft = std::max(left(*charts[0]), left(*charts[1]));
    const double mostRight = kMargin + std::max(right(*charts[0]), right(*charts[1]));
    for (QChart* chart : charts) {
        QMargins margins = chart->margins();
        margins.setLeft(static_cast<int>(std::lround(mostLeft - left(*chart))));
        margins.setRight(static_cast<int>(std::lround(mostRight - right(*chart))));
        if (margins != chart->margins())
            chart->setMargins(margins);
    }
}

} // namespace tessera::app
