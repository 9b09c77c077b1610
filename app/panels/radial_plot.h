// SPDX-License-Identifier: GPL-3.0-or-later
// Radial spectra of input and reconstruction over the frequency, and below them the ratio of the two in dB with the
// frequency where detail is lost. Lines stand at multiples of 1/f, the frequencies of the grid of cells.
#pragma once

#include "core/analysis/spectrum_compare.h"

#include <QWidget>

namespace tessera::app {

class PlotView;

class RadialPlot : public QWidget {
    Q_OBJECT
public:
    explicit RadialPlot(QWidget* parent = nullptr);

    /// Spectra in the same steps as the ratio. Without steps nothing is drawn.
    void setSpectra(const core::RadialSpectrum& input, const core::RadialSpectrum& reconstruction,
                    const core::SpectrumRatio& ratio, int factor);

    PlotView& powers() const; ///< dB of input and reconstruction
    PlotView& ratio() const;  ///< dB of the one over the other

    QSize sizeHint() const override { return {260, 380}; }

private:
    class Powers;
    class Ratio;

    void align();

    Powers* m_powers;
    Ratio* m_ratio;
};

} // namespace tessera::app
