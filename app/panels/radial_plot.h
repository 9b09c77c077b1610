// SPDX-License-Identifier: GPL-3.0-or-later
// Radial spectra of input and reconstruction over the frequency, and below them the ratio of the two in dB with the
// frequency where detail is lost. Faint lines stand at multiples of 1/f, the frequencies of the grid of cells.
#pragma once

#include "core/analysis/spectrum_compare.h"

#include <QWidget>

namespace tessera::app {

class RadialPlot : public QWidget {
    Q_OBJECT
public:
    explicit RadialPlot(QWidget* parent = nullptr);

    /// Spectra in the same steps as the ratio. Without steps nothing is drawn.
    void setSpectra(core::RadialSpectrum input, core::RadialSpectrum reconstruction, core::SpectrumRatio ratio,
                    int factor);

    QSize sizeHint() const override { return {260, 220}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintPowers(QPainter& painter, const QRectF& area) const;
    void paintRatio(QPainter& painter, const QRectF& area) const;
    void paintGrid(QPainter& painter, const QRectF& area) const;
    void paintFrequencies(QPainter& painter, const QRectF& below) const;

    core::RadialSpectrum m_input, m_reconstruction;
    core::SpectrumRatio m_ratio;
    int m_factor = 1;
};

} // namespace tessera::app
