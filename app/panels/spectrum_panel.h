// SPDX-License-Identifier: GPL-3.0-or-later
// Where detail is lost, by frequency, and whether the grid of cells shows: what SpectrumMeter finds, with the sentence
// that it comes to on top.
#pragma once

#include "app/panels/analysis_panel.h"

#include <QString>

#include <memory>
#include <vector>

class QComboBox;
class QLabel;

namespace tessera::core {
struct ComparedPeak;
struct SpectrumRatio;
}

namespace tessera::app {

class BandView;
struct MeasuredSpectra;
class RadialPlot;
class SpectrumMeter;
class SpectrumView;

class SpectrumPanel : public AnalysisPanel {
    Q_OBJECT
public:
    SpectrumPanel(const PanelContext& context, QWidget* dock);

    SpectrumMeter& meter() { return *m_meter; }
    SpectrumView& view() { return *m_view; }
    BandView& bands() { return *m_bands; }

    static QString conclusionOf(const core::SpectrumRatio& ratio);
    static QString peaksText(const std::vector<core::ComparedPeak>& peaks, int factor);

private:
    void setUpChoices();
    void look() override;
    void rest() override;
    void show(const MeasuredSpectra& spectra);
    void showSource();
    QString emptyText() const;

    SpectrumMeter* m_meter;
    QComboBox* m_source;
    QComboBox* m_window;
    QComboBox* m_channel;
    SpectrumView* m_view;
    BandView* m_bands;
    RadialPlot* m_plot;
    std::shared_ptr<const MeasuredSpectra> m_plotted; ///< what the plot shows
    QLabel* m_peaks;
    QLabel* m_recipe;
};

} // namespace tessera::app
