// SPDX-License-Identifier: GPL-3.0-or-later
// What one code changes of the picture, in colours, with the circles that hold most of it.
#pragma once

#include "core/analysis/influence.h"

#include <QImage>
#include <QWidget>

namespace tessera::app {

class InfluenceView : public QWidget {
    Q_OBJECT
public:
    explicit InfluenceView(QWidget* parent = nullptr);

    /// `factor`: sides of a cell in pixels. A copy of the whole picture is kept, as colours.
    void setInfluence(const core::Influence& influence, int factor);
    void clear();
    /// All of the picture, or the surroundings of the cell.
    void setWhole(bool whole);
    /// Colours by the logarithm of the difference: what is little in much can be seen, too.
    void setLogarithmic(bool logarithmic);

    const QImage& image() const { return m_image; } ///< of the whole picture; null for none
    float largest() const { return m_largest; }     ///< difference, the last colour
    QRect shownPart() const;                        ///< of the picture's pixels

    QSize sizeHint() const override { return {280, 280}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void makeImage();
    void paintCircles(QPainter& painter, const QRectF& place, double zoom) const;

    core::Influence m_influence;
    int m_factor = 1;
    bool m_isWhole = false, m_isLogarithmic = false;
    float m_largest = 0;
    QImage m_image;
};

} // namespace tessera::app
