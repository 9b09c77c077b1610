// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/spectrum_panel.h"

#include "app/analysis/spectrum_meter.h"
#include "app/panels/band_view.h"
#include "app/panels/radial_plot.h"
#include "app/panels/spectrum_view.h"
#include "app/panels/text_label.h"
#include "app/session.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace tessera::app {
namespace {

constexpr std::size_t kMostPeaks = 6; ///< that are listed
constexpr int kBands = 3; ///< beside the sources of spectra: the error by frequency

} // namespace

SpectrumPanel::SpectrumPanel(const PanelContext& context, QWidget* dock)
    : AnalysisPanel(context, dock), m_meter(new SpectrumMeter(this)), m_source(new QComboBox(widget())),
      m_window(new QComboBox(widget())), m_channel(new QComboBox(widget())), m_view(new SpectrumView(widget())),
      m_bands(new BandView(widget())), m_plot(new RadialPlot(widget())), m_peaks(textLabel(widget())),
      m_recipe(mutedLabel(widget()))
{
    setUpChoices();
    auto* choices = new QHBoxLayout; // all three side by side would be wider than the dock
    for (QComboBox* box : {m_window, m_channel})
        choices->addWidget(box, 1);
    column().addWidget(m_source);
    column().addLayout(choices);
    column().addWidget(m_view, 3);
    column().addWidget(m_bands, 3);
    column().addWidget(m_plot, 2);
    column().addWidget(m_peaks);
    column().addWidget(m_recipe);
    column().addStretch(0);

    connect(m_meter, &SpectrumMeter::changed, this, &SpectrumPanel::lookAgain);
    connect(m_source, &QComboBox::currentIndexChanged, this, [this] {
        m_meter->setBandsWanted(m_source->currentData().toInt() == kBands);
        lookAgain();
    });
    const auto followDevice = [this] { m_meter->setDevice(session().device().name()); };
    connect(&session().device(), &DeviceInUse::changed, m_meter, followDevice);
    followDevice();
    const auto followDocument = [this] { m_meter->setDocument(session().document()); };
    connect(&session(), &Session::documentChanged, m_meter, followDocument);
    followDocument();
}

void SpectrumPanel::setUpChoices()
{
    m_source->addItem(tr("Input"), int(MeasuredSpectra::input));
    m_source->addItem(tr("Reconstruction"), int(MeasuredSpectra::reconstruction));
    m_source->addItem(tr("Error"), int(MeasuredSpectra::error));
    m_source->addItem(tr("Error by bands"), kBands);
    m_source->setCurrentIndex(1);
    m_source->setAccessibleName(tr("Picture whose spectrum is shown"));
    m_source->setToolTip(tr("Whose spectrum the picture below shows; all three have the same colours.\n"
                            "Error by bands: the error itself, taken apart into coarse, middle and fine."));
    m_window->addItem(tr("Hann"), int(core::SpectrumWindow::hann));
    m_window->addItem(tr("Kaiser"), int(core::SpectrumWindow::kaiser));
    m_window->addItem(tr("No window"), int(core::SpectrumWindow::none));
    m_window->setAccessibleName(tr("Window"));
    m_window->setToolTip(tr("Fades the picture out towards its edges, whose jump would show as a cross otherwise."));
    m_channel->addItem(tr("Luma"), int(core::SpectrumChannel::luma));
    m_channel->addItem(tr("Red"), int(core::SpectrumChannel::red));
    m_channel->addItem(tr("Green"), int(core::SpectrumChannel::green));
    m_channel->addItem(tr("Blue"), int(core::SpectrumChannel::blue));
    m_channel->setAccessibleName(tr("Channel"));
    m_channel->setToolTip(tr("What is transformed: luma, or a single channel."));
    for (QComboBox* box : {m_window, m_channel})
        connect(box, &QComboBox::currentIndexChanged, this, [this] {
            m_meter->setSettings({static_cast<core::SpectrumWindow>(m_window->currentData().toInt()),
                                  static_cast<core::SpectrumChannel>(m_channel->currentData().toInt())});
        });
}

QString SpectrumPanel::conclusionOf(const core::SpectrumRatio& ratio)
{
    if (!ratio.isComparable())
        return tr("The picture is too small to compare: spectra need sides of 2 pixels at least.");
    if (!ratio.cutoff)
        return tr("No detail is lost: the reconstruction nowhere falls below −3 dB of the input.");
    const QLocale locale;
    const double cutoff = *ratio.cutoff;
    return tr("Detail finer than 1 cycle in %1 pixels is lost: the reconstruction falls below −3 dB of the input at %2 "
              "cycles per pixel.")
        .arg(locale.toString(1 / cutoff, 'f', 1), locale.toString(cutoff, 'f', cutoff < 0.1 ? 3 : 2));
}

QString SpectrumPanel::peaksText(const std::vector<core::ComparedPeak>& peaks, int factor)
{
    if (factor <= 1)
        return tr("The model's cells are pixels, so that there is no grid to be seen.");
    if (peaks.empty())
        return tr("The grid of cells does not show: no peaks at multiples of 1/%1 cycles per pixel.").arg(factor);
    const QLocale locale;
    const auto number = [&locale](double value, int digits) { return locale.toString(value, 'f', digits); };
    QStringList lines{tr("Peaks at multiples of 1/%1 cycles per pixel, where the grid of cells shows:").arg(factor)};
    for (std::size_t i = 0; i < std::min(peaks.size(), kMostPeaks); ++i) {
        const core::ComparedPeak& peak = peaks[i];
        lines << tr("across %1, down %2: %3 dB above its surroundings (input: %4 dB)")
                     .arg(number(peak.peak.across, 3), number(peak.peak.down, 3), number(peak.peak.above, 1),
                          number(peak.inputAbove, 1));
    }
    if (peaks.size() > kMostPeaks)
        lines << tr("and %n more", nullptr, static_cast<int>(peaks.size() - kMostPeaks));
    return lines.join(QLatin1Char('\n'));
}

void SpectrumPanel::look()
{
    m_meter->setWanted(true);
    const SpectrumMeter::Spectra& spectra = m_meter->spectra();
    for (QWidget* part : std::initializer_list<QWidget*>{m_source, m_window, m_channel, m_plot, m_peaks, m_recipe})
        part->setVisible(spectra != nullptr);
    for (QWidget* part : std::initializer_list<QWidget*>{m_view, m_bands, m_plot, m_peaks, m_recipe})
        part->setEnabled(!spectra || m_meter->isNew() || m_meter->isApproximate());
    showSource();
    if (spectra)
        return show(*spectra);
    say(emptyText());
    m_plotted = nullptr;
    m_plot->setSpectra({}, {}, {}, 1);
}

void SpectrumPanel::rest()
{
    m_meter->setWanted(false);
}

void SpectrumPanel::show(const MeasuredSpectra& spectra)
{
    if (m_meter->isApproximate())
        say(tr("%1 (Approximate: of the preview of what was painted.)").arg(conclusionOf(spectra.ratio)));
    else
        say(conclusionOf(spectra.ratio), m_meter->isNew());
    if (std::exchange(m_plotted, m_meter->spectra()) == m_meter->spectra())
        return; // every stroke asks, and a plot takes ten milliseconds to be made
    m_plot->setSpectra(spectra.radial[MeasuredSpectra::input], spectra.radial[MeasuredSpectra::reconstruction],
                       spectra.ratio, spectra.factor);
    m_peaks->setText(peaksText(spectra.peaks, spectra.factor));
    m_recipe->setText(tr("Measured on: %1. Transform: %2.").arg(spectra.recipe, spectra.transform));
}

QString SpectrumPanel::emptyText() const
{
    if (!m_meter->problem().isEmpty())
        return m_meter->problem();
    if (!document() || !document()->hasCodes())
        return tr("When a picture has codes, the spectra are shown here.");
    return document()->hasPicture() ? tr("The spectra come with the exact reconstruction.")
                                    : tr("There is no input to compare with: these codes came without a picture.");
}

void SpectrumPanel::showSource()
{
    const SpectrumMeter::Spectra& spectra = m_meter->spectra();
    const int source = m_source->currentData().toInt();
    m_view->setVisible(spectra && source != kBands);
    m_bands->setVisible(spectra && source == kBands);
    if (!spectra || source == kBands) {
        m_view->setSpectrum({}, 0, 0, {});
        m_bands->setBands(spectra ? spectra->bands : std::array<QImage, 3>(), spectra ? spectra->bandRange : 0,
                          spectra ? spectra->bandErrors : std::array<double, 3>());
        return;
    }
    std::vector<QPointF> peaks;
    if (source == MeasuredSpectra::reconstruction)
        for (const core::ComparedPeak& peak : spectra->peaks)
            peaks.emplace_back(peak.peak.across, peak.peak.down);
    m_view->setSpectrum(spectra->pictures[static_cast<std::size_t>(source)], spectra->lowest, spectra->highest,
                        std::move(peaks));
}

} // namespace tessera::app
