// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/polish_panel.h"

#include "app/analysis/polisher.h"
#include "app/panels/text_label.h"
#include "app/session.h"

#include <QFormLayout>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <cmath>

namespace tessera::app {
namespace {

constexpr int kMostCandidates = 64, kMostPasses = 8;
constexpr int kSteps = 1000; ///< of the progress bar

QString decibels(double value)
{
    const QString number = std::isfinite(value) ? QLocale().toString(value, 'f', 2) : QStringLiteral("∞");
    return PolishPanel::tr("%1 dB").arg(number);
}

} // namespace

PolishPanel::PolishPanel(const PanelContext& context, QWidget* dock)
    : AnalysisPanel(context, dock), m_polisher(new Polisher(context.session, this)),
      m_candidates(new QSpinBox(widget())), m_passes(new QSpinBox(widget())), m_button(new QPushButton(widget())),
      m_progress(new QProgressBar(widget())), m_recipe(mutedLabel(widget()))
{
    const core::PolishSettings usual;
    m_candidates->setRange(1, kMostCandidates);
    m_candidates->setValue(usual.candidates);
    m_candidates->setAccessibleName(tr("Codes that each cell tries"));
    m_candidates->setToolTip(tr("How many of the codes nearest to the encoder's latents each cell tries. Twice as many "
                                "take about twice as long."));
    m_passes->setRange(1, kMostPasses);
    m_passes->setValue(usual.passes);
    m_passes->setAccessibleName(tr("Passes"));
    m_passes->setToolTip(
        tr("How often it goes over the cells; later passes try those whose surroundings have changed."));
    m_button->setText(tr("&Polish All Cells"));
    m_progress->setRange(0, kSteps);
    m_progress->setAccessibleName(tr("Progress of polishing"));
    m_recipe->setText(tr("The gain is the PSNR's, over 8-bit values in the model's size, padding left out. What "
                         "seems to gain is verified by an exact decode."));

    auto* choices = new QFormLayout;
    choices->addRow(tr("&Codes per cell"), m_candidates);
    choices->addRow(tr("&Passes"), m_passes);
    column().addLayout(choices);
    column().addWidget(m_button);
    column().addWidget(m_progress);
    column().addWidget(m_recipe);
    column().addStretch(1);

    connect(m_button, &QPushButton::clicked, this, &PolishPanel::startOrStop);
    connect(m_polisher, &Polisher::changed, this, &PolishPanel::lookAgain);
    connect(&session().device(), &DeviceInUse::changed, this, &PolishPanel::lookAgain);
}

void PolishPanel::startOrStop()
{
    if (m_polisher->isRunning())
        m_polisher->stop();
    else if (document())
        m_polisher->start(*document(), m_candidates->value(), m_passes->value());
}

void PolishPanel::look()
{
    const bool isRunning = m_polisher->isRunning();
    const bool hasCodes = document() && document()->hasCodes();
    m_button->setText(isRunning ? tr("&Stop and Keep the Gain")
                          : document() && !document()->selection().isEmpty() ? tr("&Polish the Selected Cells")
                                                                         : tr("&Polish All Cells"));
    m_button->setEnabled(isRunning || (hasCodes && !session().device().name().isEmpty()));
    m_candidates->setEnabled(!isRunning);
    m_passes->setEnabled(!isRunning);
    m_progress->setVisible(isRunning);
    const auto& state = m_polisher->state();
    m_progress->setValue(state ? static_cast<int>(std::lround(state->fraction * kSteps)) : 0);
    say(conclusion());
}

QString PolishPanel::conclusion() const
{
    const auto& state = m_polisher->state();
    if (m_polisher->ending() == Polisher::Ending::failed)
        return tr("%1 was not polished: %2").arg(m_polisher->title(), m_polisher->problem());
    if (m_polisher->ending() == Polisher::Ending::overtaken)
        return tr("The codes of %1 were changed or closed meanwhile, so polishing stopped and was dropped.")
            .arg(m_polisher->title());
    if (m_polisher->isRunning() && !state)
        return tr("Polishing %1 …").arg(m_polisher->title());
    if (!state)
        return m_polisher->ending() == Polisher::Ending::none
            ? tr("The encoder takes the nearest code for each cell by itself. Other codes near to it may make a better "
                 "picture of the same number of bits: polishing tries them.")
            : tr("Polishing was stopped before anything was gained.");
    const QLocale locale;
    const QString figures = tr("%1 by other codes in %2 of %3 cells (%4 → %5, %6 decodes)")
                                .arg(decibels(state->psnr == state->psnrBefore ? 0 : state->psnr - state->psnrBefore),
                                     locale.toString(qlonglong(state->changed)),
                                     locale.toString(qlonglong(m_polisher->cells())), decibels(state->psnrBefore),
                                     decibels(state->psnr), locale.toString(qlonglong(state->decodes)));
    if (m_polisher->isRunning())
        return tr("Polishing %1: gained %2 so far.").arg(m_polisher->title(), figures);
    return m_polisher->ending() == Polisher::Ending::stopped
        ? tr("Polishing %1 was stopped; it gained %2.").arg(m_polisher->title(), figures)
        : tr("Polishing %1 gained %2, with the same number of bits.").arg(m_polisher->title(), figures);
}

} // namespace tessera::app
