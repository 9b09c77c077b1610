// SPDX-License-Identifier: GPL-3.0-or-later
// A chart in the colours and the font of the window: what the plots of docks have in common. The value under the mouse is
// shown beside it. Each plot says in words, too, what it draws: by its accessible name and description.
#pragma once

#include <QWidget>

class QChart;
class QChartView;
class QValueAxis;

namespace tessera::app {

class PlotView : public QWidget {
    Q_OBJECT
public:
    explicit PlotView(QWidget* parent = nullptr);

    /// Owned by this.
    QChart& chart() const { return *m_chart; }
    /// What is shown beside the mouse at this place of the widget; empty outside of the plot.
    QString readingAt(const QPoint& place) const;

    QSize sizeHint() const override { return {260, 190}; }

protected:
    /// To be called after series or axes have changed.
    void restyle();
    /// Gives the series their colours, by the palette as it is.
    virtual void colourSeries() {}
    /// In words, what the plot has at x, a value of the horizontal axis.
    virtual QString reading(double x) const;

    /// Series and axes go.
    void clearChart();
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QChartView* m_view;
    QChart* m_chart;
};

/// 1, 2 or 5 times a power of ten, such that `span` > 0 has at most so many steps.
double tickStep(double span, int most);

/// Ticks at multiples of `step`, in a range that is not empty.
QValueAxis* makeValueAxis(const QString& title, double low, double high, double step);

} // namespace tessera::app
