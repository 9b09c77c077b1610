// SPDX-License-Identifier: GPL-3.0-or-later
// How many pixels have which value: a line for each channel, told apart by colour and by dashes.
#pragma once

#include "core/analysis/statistics.h"

#include <QWidget>

namespace tessera::app {

class HistogramView : public QWidget {
    Q_OBJECT
public:
    explicit HistogramView(QWidget* parent = nullptr);

    void setStatistics(core::PictureStatistics statistics);
    void setLogarithmic(bool logarithmic);

    QSize sizeHint() const override { return {240, 130}; }

    /// "Red", "Lightness" ... of a picture of so many channels.
    static QString channelName(int channel, int channels);
    static QPen channelPen(int channel, int channels, const QPalette& palette);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    core::PictureStatistics m_statistics;
    bool m_logarithmic = false;
};

} // namespace tessera::app
