// SPDX-License-Identifier: GPL-3.0-or-later
// How many pixels have which value: a line for each channel, told apart by colour and by dashes.
#pragma once

#include "app/panels/plot_view.h"
#include "core/analysis/statistics.h"

namespace tessera::app {

class HistogramView : public PlotView {
    Q_OBJECT
public:
    explicit HistogramView(QWidget* parent = nullptr);

    void setStatistics(core::PictureStatistics statistics);
    void setLogarithmic(bool logarithmic);

    /// "Red", "Value" ... of a picture of so many channels.
    static QString channelName(int channel, int channels);

protected:
    void colourSeries() override;
    QString reading(double x) const override;

private:
    void draw();

    core::PictureStatistics m_statistics;
    bool m_logarithmic = false;
};

} // namespace tessera::app
