// SPDX-License-Identifier: GPL-3.0-or-later
// A power spectrum in two dimensions, with the mean in the middle, circles around the peaks of the grid of cells, and a
// bar of colours below.
#pragma once

#include <QImage>
#include <QPointF>
#include <QWidget>

#include <vector>

namespace tessera::app {

class SpectrumView : public QWidget {
    Q_OBJECT
public:
    explicit SpectrumView(QWidget* parent = nullptr);

    /// `peaks` in cycles per pixel, across and down; they are drawn at the mirrored frequency, too. A null image shows
    /// nothing.
    void setSpectrum(const QImage& image, double lowest, double highest, std::vector<QPointF> peaks);
    const QImage& image() const { return m_image; }

    QSize sizeHint() const override { return {260, 240}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QImage m_image;
    double m_lowest = 0, m_highest = 0; ///< dB
    std::vector<QPointF> m_peaks;
};

} // namespace tessera::app
