// SPDX-License-Identifier: GPL-3.0-or-later
// A curve, with the names and ends of its axes.
#pragma once

#include <QList>
#include <QPointF>
#include <QString>
#include <QWidget>

#include <vector>

namespace tessera::app {

class CurvePlot : public QWidget {
    Q_OBJECT
public:
    struct Curve {
        std::vector<QPointF> points; ///< x rising, whole numbers; y >= least
        QString across, up;          ///< what the axes count
        bool isLogarithmic = false;  ///< y + 1 is
        bool isSteps = false;        ///< stays as it is until the next point
        double least = 0;            ///< of y, at the bottom
        int decimals = 0;            ///< of the ends of y
        bool hasMarks = false;       ///< each point has a mark, and its x below; x as its root, so that small ones have room

        bool operator==(const Curve&) const = default;
    };

    explicit CurvePlot(QWidget* parent = nullptr);

    void setCurve(Curve curve);
    const Curve& curve() const { return m_curve; }

    QSize sizeHint() const override { return {260, 160}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintAcross(QPainter& painter, const QRectF& below, const QList<QPointF>& places) const;

    Curve m_curve;
};

} // namespace tessera::app
