// SPDX-License-Identifier: GPL-3.0-or-later
// One curve, or the bars of a histogram. However many points there are, no more are drawn than a screen can show.
#pragma once

#include "app/panels/plot_view.h"

#include <QPointF>
#include <QString>

#include <vector>

namespace tessera::app {

class CurvePlot : public PlotView {
    Q_OBJECT
public:
    enum class Shape {
        line,
        steps, ///< stays as it is until the next point
        bars,  ///< y is how often x came; neighbours may share a bar, which has the sum of them
        marks, ///< a line with a mark at each point, and its x below; x as its root, so that small ones have room
    };
    struct Curve {
        std::vector<QPointF> points; ///< x rising, whole numbers; y >= least
        QString across, up;          ///< what the axes count, with units
        Shape shape = Shape::line;
        bool isLogarithmic = false; ///< y is; zeros have no place then
        double least = 0;           ///< of y, at the bottom

        bool operator==(const Curve&) const = default;
    };

    using PlotView::PlotView;

    void setCurve(Curve curve);
    const Curve& curve() const { return m_curve; }

protected:
    void colourSeries() override;
    QString reading(double x) const override;

private:
    void addSeries();
    void addAxes(int toABar);

    Curve m_curve;
};

/// At most `most` points: of each so many neighbours the lowest and the highest.
std::vector<QPointF> thinned(const std::vector<QPointF>& points, std::size_t most);

} // namespace tessera::app
