// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/plot_view.h"

#include "app/overlays/shades.h"

#include <QChart>
#include <QChartView>
#include <QGraphicsLayout>
#include <QHelpEvent>
#include <QLegend>
#include <QLocale>
#include <QToolTip>
#include <QVBoxLayout>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace tessera::app {
namespace {

constexpr int kLeastHeight = 150;
constexpr int kGridAlpha = 45, kMinorAlpha = 20;

} // namespace

PlotView::PlotView(QWidget* parent) : QWidget(parent), m_view(new QChartView(this)), m_chart(m_view->chart())
{
    setMinimumHeight(kLeastHeight);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setMouseTracking(true);
    // It paints; the mouse, what is dropped and screen readers have to do with this widget.
    m_view->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_view->setAcceptDrops(false);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setBackgroundBrush(Qt::NoBrush);
    m_view->viewport()->setFocusPolicy(Qt::NoFocus);
    m_view->viewport()->setAutoFillBackground(false);
    m_chart->setLocalizeNumbers(true);
    m_chart->setLocale(QLocale());
    m_chart->setBackgroundVisible(false);
    m_chart->setMargins({0, 2, 4, 0});
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_chart->legend()->setMarkerShape(QLegend::MarkerShapeFromSeries);
    m_chart->legend()->setContentsMargins(0, 0, 0, 0);
    m_chart->legend()->layout()->setContentsMargins(0, 0, 0, 0);
    m_chart->legend()->hide();
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_view);
    restyle();
}

void PlotView::restyle()
{
    const QPalette colours = palette();
    const QColor text = colours.color(QPalette::Text);
    m_chart->setPlotAreaBackgroundVisible(!m_chart->series().isEmpty());
    m_chart->setPlotAreaBackgroundBrush(colours.color(QPalette::Base));
    m_chart->legend()->setLabelColor(colours.color(QPalette::WindowText));
    m_chart->legend()->setFont(font());
    for (QAbstractAxis* axis : m_chart->axes()) {
        axis->setLabelsFont(font());
        axis->setTitleFont(font());
        axis->setLabelsColor(mutedText(colours));
        axis->setTitleBrush(mutedText(colours));
        axis->setLinePen(QPen(withAlpha(text, 2 * kGridAlpha), 1));
        axis->setGridLinePen(QPen(withAlpha(text, kGridAlpha), 1));
        axis->setMinorGridLinePen(QPen(withAlpha(text, kMinorAlpha), 1));
    }
    colourSeries();
}

void PlotView::clearChart()
{
    m_chart->removeAllSeries();
    for (QAbstractAxis* axis : m_chart->axes()) {
        axis->hide(); // what it has drawn stays until the event loop deletes it
        m_chart->removeAxis(axis);
        delete axis;
    }
}

QString PlotView::reading(double) const
{
    return {};
}

QString PlotView::readingAt(const QPoint& place) const
{
    if (m_chart->series().isEmpty())
        return {};
    const QPointF inChart = m_chart->mapFromScene(m_view->mapToScene(m_view->mapFrom(this, place)));
    if (!m_chart->plotArea().contains(inChart))
        return {};
    return reading(m_chart->mapToValue(inChart, m_chart->series().constFirst()).x());
}

bool PlotView::event(QEvent* event)
{
    if (event->type() == QEvent::MouseMove) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const QString text = readingAt(mouse->position().toPoint());
        text.isEmpty() ? QToolTip::hideText() : QToolTip::showText(mouse->globalPosition().toPoint(), text, this);
    } else if (event->type() == QEvent::ToolTip) {
        return true; // it is there already
    }
    return QWidget::event(event);
}

void PlotView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::EnabledChange
        || event->type() == QEvent::FontChange)
        restyle();
}

double tickStep(double span, int most)
{
    const double least = span / most, power = std::pow(10, std::floor(std::log10(least)));
    for (const double times : {1, 2, 5})
        if (times * power >= least * (1 - 1e-9))
            return times * power;
    return 10 * power;
}

QValueAxis* makeValueAxis(const QString& title, double low, double high, double step)
{
    auto* axis = new QValueAxis;
    axis->setTitleText(title);
    axis->setRange(low, high);
    constexpr int kMostDecimals = 6;
    int decimals = 0;
    for (double part = step; decimals < kMostDecimals && std::abs(part - std::round(part)) > 1e-9; part *= 10)
        ++decimals;
    axis->setLabelFormat(QStringLiteral("%.%1f").arg(decimals));
    axis->setTickInterval(step);
    axis->setTickType(QValueAxis::TicksDynamic);
    return axis;
}

} // namespace tessera::app
