// SPDX-License-Identifier: GPL-3.0-or-later
// A curve over whole numbers from 0 (or 1) on, with the names and ends of its axes.
#pragma once

#include <QPointF>
#include <QString>
#include <QWidget>

#include <vector>

namespace tessera::app {

class UsagePlot : public QWidget {
    Q_OBJECT
public:
    struct Curve {
        std::vector<QPointF> points; ///< x rising, y >= 0
        QString across, up;          ///< what the axes count
        bool isLogarithmic = false;  ///< y + 1 is
        bool isSteps = false;        ///< stays as it is until the next point

        bool operator==(const Curve&) const = default;
    };

    explicit UsagePlot(QWidget* parent = nullptr);

    void setCurve(Curve curve);
    const Curve& curve() const { return m_curve; }

    QSize sizeHint() const override { return {260, 160}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Curve m_curve;
};

} // namespace tessera::app
