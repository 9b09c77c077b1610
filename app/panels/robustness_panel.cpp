// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/robustness_panel.h"

#include "app/engine/study.h"
#include "app/panels/curve_plot.h"
#include "app/panels/fact_sheet.h"
#include "app/panels/text_label.h"
#include "app/pictures/fitted_picture.h"
#include "app/session.h"

#include <QFormLayout>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <limits>

namespace tessera::app {
namespace {

constexpr int kMostNeighbours = 64;
constexpr double kNamed = 10; ///< percent of the cells that the sentence is about, more where these are none

QString decibels(double value)
{
    return RobustnessPanel::tr("%1 dB").arg(std::isfinite(value) ? QLocale().toString(value, 'f', 2)
                                                                 : QStringLiteral("∞"));
}

/// Of equal pictures both are infinite, and nothing was lost.
double lost(double before, double after)
{
    return before == after ? 0 : before - after;
}

} // namespace

RobustnessPanel::RobustnessPanel(const PanelContext& context, QWidget* dock)
    : AnalysisPanel(context, dock), m_study(new Study(context.session.engine(), this)),
      m_neighbours(new QSpinBox(widget())), m_button(new QPushButton(widget())),
      m_progress(new QProgressBar(widget())), m_plot(new CurvePlot(widget())), m_table(new QWidget(widget())),
      m_recipe(mutedLabel(widget()))
{
    makeLayout();
    connect(m_study, &Study::changed, this, &RobustnessPanel::lookAgain);
    connect(&context.session.device(), &DeviceInUse::changed, this, &RobustnessPanel::lookAgain);
    connect(m_neighbours, &QSpinBox::valueChanged, this, &RobustnessPanel::lookAgain);
    connect(m_button, &QPushButton::clicked, this, &RobustnessPanel::startOrCancel);
    showNothing();
}

void RobustnessPanel::makeLayout()
{
    m_neighbours->setRange(1, kMostNeighbours);
    m_neighbours->setValue(core::RobustnessSettings().neighbours);
    m_neighbours->setKeyboardTracking(false); // a number is typed in steps, and each takes many decodes
    m_neighbours->setAccessibleName(tr("Nearest codes that a cell may get"));
    m_neighbours->setToolTip(tr("A jittered cell gets one of so many codes nearest to its own, each as likely."));
    m_button->setText(tr("&Measure"));
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(12);
    m_progress->setRange(0, 100);
    m_progress->setAccessibleName(tr("Progress of the measurement"));
    auto* table = new QVBoxLayout(m_table);
    table->setContentsMargins(0, 0, 0, 0);
    auto* choices = new QFormLayout;
    choices->addRow(tr("Among the &nearest codes"), m_neighbours);
    column().addLayout(choices);
    column().addWidget(m_progress);
    column().addWidget(m_button);
    column().addWidget(m_plot, 1);
    column().addWidget(m_table);
    column().addWidget(m_recipe);
    column().addStretch(1);
}

RobustnessPanel::Subject RobustnessPanel::subject() const
{
    return {codesVersion(), m_neighbours->value()};
}

void RobustnessPanel::startOrCancel()
{
    if (m_study->isRunning())
        m_study->stop();
    else if (isDocumentExact() && document()->hasPicture())
        start(subject());
}

void RobustnessPanel::rest()
{
    if (m_study->isRunning()) {
        m_asked = {}; // and is asked for again by who looks
        m_study->stop();
    }
}

void RobustnessPanel::start(const Subject& subject)
{
    m_asked = subject;
    core::RobustnessSettings settings;
    settings.neighbours = subject.neighbours;
    m_study->start(document()->model(),
                   [subject, settings, model = document()->model(), original = document()->original(),
                    how = document()->preparation(),
                    codes = document()->codes()](core::Device& device, const core::Progress& progress) -> std::any {
                       const core::Picture input = core::modelColours(shownPart(*original, how), model->config());
                       return Found{subject, core::robustness(device, *model, input, how, codes, settings, progress)};
                   });
}

void RobustnessPanel::look()
{
    const bool canMeasure = document() && document()->hasCodes() && document()->hasPicture();
    const Found* found = m_study->result<Found>();
    if (!canMeasure || (found && found->subject.codes.document != codesVersion().document)) {
        showNothing();
        found = nullptr;
    }
    const bool isCurrent = found && isDocumentExact() && found->subject == subject();
    const bool isAskedFor = isDocumentExact() && canMeasure && m_asked == subject();
    if (m_study->isRunning() && !isAskedFor)
        return m_study->stop(); // of older codes; says so, and this is called again
    if (isDocumentExact() && canMeasure && !isCurrent && !isAskedFor)
        return start(subject());
    m_progress->setVisible(m_study->isRunning());
    m_progress->setValue(static_cast<int>(std::lround(100 * m_study->fraction())));
    m_button->setVisible(canMeasure && (m_study->isRunning() || !isCurrent));
    m_button->setEnabled(m_study->isRunning() || isDocumentExact());
    m_button->setText(m_study->isRunning() ? tr("Cancel") : tr("&Measure"));
    if (found)
        show(*found);
    for (QWidget* part : {static_cast<QWidget*>(m_plot), m_table})
        part->setEnabled(isCurrent);
    if (!canMeasure)
        say(document() && document()->hasCodes()
                ? tr("There is no input to measure against: these codes came without a picture.")
                : tr("When a picture is open, it is measured here how much it suffers from jittered codes."));
    else if (!m_study->problem().isEmpty())
        say(m_study->problem());
    else if (found)
        say(conclusionOf(found->points, found->subject.neighbours), isCurrent);
    else
        say(m_study->isRunning() || !isDocumentExact() ? tr("The picture is being measured …")
                                                       : tr("Measuring was cancelled."));
}

QString RobustnessPanel::conclusionOf(const Points& points, int neighbours)
{
    if (points.empty())
        return {};
    const auto at = std::ranges::find_if(
        points, [](const core::RobustnessPoint& point) { return point.percent >= kNamed && point.cells > 0; });
    if (at == points.end())
        return tr("Nothing was exchanged: there are too few codes.");
    return tr("Exchanging %1 % of the codes for one of their %2 nearest costs %3 of PSNR (%4 → %5).")
        .arg(QLocale().toString(at->percent), QLocale().toString(neighbours),
             decibels(lost(points.front().psnr, at->psnr)), decibels(points.front().psnr), decibels(at->psnr));
}

void RobustnessPanel::show(const Found& found)
{
    CurvePlot::Curve curve{{}, tr("% of the cells, axis as a root"), tr("PSNR in dB"), CurvePlot::Shape::marks};
    double least = std::numeric_limits<double>::infinity();
    auto* sheet = new FactSheet;
    for (const core::RobustnessPoint& point : found.points) {
        if (std::isfinite(point.psnr)) { // equal pictures have no place on the chart
            curve.points.emplace_back(point.percent, point.psnr);
            least = std::min(least, point.psnr);
        }
        sheet->fact(tr("%1 %, %n cell(s)", nullptr, static_cast<int>(point.cells))
                        .arg(QLocale().toString(point.percent)),
                    tr("%1, %2 lost").arg(decibels(point.psnr),
                                          decibels(lost(found.points.front().psnr, point.psnr))));
    }
    curve.least = curve.points.empty() ? 0 : std::max(0.0, least);
    m_plot->setCurve(std::move(curve));
    qDeleteAll(m_table->findChildren<FactSheet*>());
    sheet->layout()->setContentsMargins(0, 4, 0, 4);
    m_table->layout()->addWidget(sheet);
    for (QWidget* part : {static_cast<QWidget*>(m_plot), m_table, static_cast<QWidget*>(m_recipe)})
        part->setVisible(true);
    m_recipe->setText(tr("Recipe: so many percent of the cells, drawn at random with seed %1, each get one of the %2 codes "
                         "nearest to its own, each as likely; an exact decode for each share. PSNR over 8-bit values, "
                         "clamped and rounded, of the picture's own pixels; padding is cut off.")
                          .arg(core::RobustnessSettings().seed)
                          .arg(found.subject.neighbours));
}

void RobustnessPanel::showNothing()
{
    for (QWidget* part :
         {static_cast<QWidget*>(m_plot), m_table, static_cast<QWidget*>(m_recipe), static_cast<QWidget*>(m_progress)})
        part->setVisible(false);
    m_plot->setCurve({});
}

} // namespace tessera::app
