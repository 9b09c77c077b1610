// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/spectrum_panel.h"

#include "app/analysis/spectrum_meter.h"
#include "app/panels/radial_plot.h"
#include "app/panels/spectrum_view.h"
#include "app/panels/text_label.h"
#include "app/session.h"

#include <QComboBox>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <initializer_list>

namespace tessera::app {
namespace {

constexpr std::size_t kMostPeaks = 6; ///< that are listed

QLabel* textOf(QWidget* parent, bool isMuted)
{
    QLabel* label = textLabel(parent);
    if (isMuted)
        label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

} // namespace

SpectrumPanel::SpectrumPanel(const PanelContext& context, QWidget* dock)
    : QWidget(dock), m_session(context.session), m_meter(new SpectrumMeter(this)), m_conclusion(textOf(this, false)),
      m_source(new QComboBox(this)), m_window(new QComboBox(this)), m_channel(new QComboBox(this)),
      m_view(new SpectrumView(this)), m_plot(new RadialPlot(this)), m_peaks(textOf(this, false)),
      m_recipe(textOf(this, true))
{
    setUpChoices();
    auto* choices = new QHBoxLayout;
    for (QComboBox* box : {m_source, m_window, m_channel})
        choices->addWidget(box, box == m_source ? 1 : 0);
    auto* all = new QVBoxLayout;
    all->setContentsMargins(10, 8, 10, 8);
    all->addWidget(m_conclusion);
    all->addLayout(choices);
    all->addWidget(m_view, 3);
    all->addWidget(m_plot, 2);
    all->addWidget(m_peaks);
    all->addWidget(m_recipe);
    // Texts and plots together are higher than what a small screen leaves for docks.
    auto* content = new QWidget(this);
    content->setLayout(all);
    auto* area = new QScrollArea(this);
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setAccessibleName(tr("Spectrum"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(area);
    setMinimumWidth(260);

    connect(qobject_cast<QDockWidget*>(dock), &QDockWidget::visibilityChanged, m_meter, &SpectrumMeter::setWanted);
    connect(&m_session, &Session::documentChanged, this, &SpectrumPanel::lookDocument);
    connect(m_meter, &SpectrumMeter::changed, this, &SpectrumPanel::refresh);
    connect(m_source, &QComboBox::currentIndexChanged, this, &SpectrumPanel::showSource);
    lookDocument();
}

void SpectrumPanel::setUpChoices()
{
    m_source->addItem(tr("Input"), int(MeasuredSpectra::input));
    m_source->addItem(tr("Reconstruction"), int(MeasuredSpectra::reconstruction));
    m_source->addItem(tr("Error"), int(MeasuredSpectra::error));
    m_source->setCurrentIndex(1);
    m_source->setAccessibleName(tr("Picture whose spectrum is shown"));
    m_source->setToolTip(tr("Whose spectrum the picture below shows; all three have the same colours."));
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

void SpectrumPanel::lookDocument()
{
    m_meter->setDocument(m_session.document());
}

QString SpectrumPanel::conclusionOf(const core::SpectrumRatio& ratio)
{
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

void SpectrumPanel::refresh()
{
    const SpectrumMeter::Spectra& spectra = m_meter->spectra();
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_source, m_window, m_channel, m_view, m_plot, m_peaks, m_recipe})
        part->setVisible(spectra != nullptr);
    for (QWidget* part : std::initializer_list<QWidget*>{m_conclusion, m_view, m_plot, m_peaks, m_recipe})
        part->setEnabled(!spectra || m_meter->isNew());
    showSource();
    if (!spectra) {
        const Document* document = m_session.document();
        m_conclusion->setText(
            !m_meter->problem().isEmpty()       ? m_meter->problem()
                : document && document->hasCodes() ? tr("The spectra come with the exact reconstruction.")
                                                   : tr("When a picture has codes, the spectra are shown here."));
        m_plot->setSpectra({}, {}, {}, 1);
        return;
    }
    m_conclusion->setText(conclusionOf(spectra->ratio));
    m_plot->setSpectra(spectra->radial[MeasuredSpectra::input], spectra->radial[MeasuredSpectra::reconstruction],
                       spectra->ratio, spectra->factor);
    m_peaks->setText(peaksText(spectra->peaks, spectra->factor));
    m_recipe->setText(tr("Measured on: %1. Transform: %2.").arg(spectra->recipe, spectra->transform));
}

void SpectrumPanel::showSource()
{
    const SpectrumMeter::Spectra& spectra = m_meter->spectra();
    if (!spectra) {
        m_view->setSpectrum({}, 0, 0, {});
        return;
    }
    const int source = m_source->currentData().toInt();
    std::vector<QPointF> peaks;
    if (source == MeasuredSpectra::reconstruction)
        for (const core::ComparedPeak& peak : spectra->peaks)
            peaks.emplace_back(peak.peak.across, peak.peak.down);
    m_view->setSpectrum(spectra->pictures[static_cast<std::size_t>(source)], spectra->lowest, spectra->highest,
                        std::move(peaks));
}

} // namespace tessera::app
