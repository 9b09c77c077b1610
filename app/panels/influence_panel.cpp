// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/influence_panel.h"

#include "app/canvas/canvas.h"
#include "app/engine/study.h"
#include "app/panels/curve_plot.h"
#include "app/panels/influence_view.h"
#include "app/panels/text_label.h"
#include "app/session.h"
#include "core/analysis/neighbours.h"
#include "core/edit/region_sets.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace tessera::app {
namespace {

constexpr std::chrono::milliseconds kRest{250}; ///< cells that the mouse only passes are not looked at

QString number(double value, int decimals)
{
    return QLocale().toString(value, 'f', decimals);
}

/// "4.2, 9.0 and 31.5 pixels hold 50, 95 and 99 %".
QString radiiText(const std::array<double, core::kInfluenceShares.size()>& radii, int factor)
{
    return InfluencePanel::tr("50 % of the energy lies within %1 pixels, 95 % within %2, 99 % within %3 "
                              "(%4, %5 and %6 cells).")
        .arg(number(radii[0], 1), number(radii[1], 1), number(radii[2], 1), number(radii[0] / factor, 1),
             number(radii[1] / factor, 1), number(radii[2] / factor, 1));
}

} // namespace

InfluencePanel::InfluencePanel(const PanelContext& context, QWidget* dock)
    : AnalysisPanel(context, dock), m_canvas(context.canvas), m_study(new Study(context.session.engine(), this)),
      m_mean(new Study(context.session.engine(), this)), m_view(new InfluenceView(widget())),
      m_whole(new QCheckBox(tr("&Whole picture"), widget())),
      m_logarithmic(new QCheckBox(tr("&Logarithmic"), widget())), m_facts(textLabel(widget())),
      m_average(new QPushButton(widget())), m_progress(new QProgressBar(widget())), m_meanFacts(textLabel(widget())),
      m_plot(new CurvePlot(widget())), m_recipe(mutedLabel(widget()))
{
    makeLayout();
    m_resting.setSingleShot(true);
    m_resting.setInterval(kRest);
    connect(&m_resting, &QTimer::timeout, this, [this] {
        if (m_next)
            follow(*m_next);
    });
    connect(&m_canvas, &Canvas::hovered, this, [this](const Hover& hover) {
        const std::optional<core::Cell> at = hover.inside ? std::optional(hover.cell) : std::nullopt;
        if (at == std::exchange(m_next, at))
            return;
        at ? m_resting.start() : m_resting.stop();
    });
    connect(&m_canvas, &Canvas::cursorMoved, this, [this] {
        if (const std::optional<core::Cell> at = m_canvas.cursorCell())
            follow(*at);
    });
    connect(m_whole, &QCheckBox::toggled, m_view, &InfluenceView::setWhole);
    connect(m_logarithmic, &QCheckBox::toggled, m_view, &InfluenceView::setLogarithmic);
    connect(m_average, &QPushButton::clicked, this, &InfluencePanel::startOrCancelMean);
    for (const Study* study : {m_study, m_mean})
        connect(study, &Study::changed, this, &InfluencePanel::lookAgain);
}

void InfluencePanel::makeLayout()
{
    m_whole->setToolTip(tr("Show all of the picture instead of the surroundings of the cell."));
    m_logarithmic->setToolTip(tr("Colours in dB below the largest difference: what changes a little all over the "
                                 "picture can be seen, too."));
    m_average->setText(tr("&Average over %1 Cells").arg(kCells));
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(12);
    m_progress->setRange(0, 100);
    m_progress->setAccessibleName(tr("Progress of averaging"));
    m_recipe->setText(tr("Recipe: the code is exchanged for its nearest one (Euclidean distance of the vectors); exact "
                         "decodes before and after, not clamped, values 0 to 1, in the model's size; the picture shows "
                         "the mean of |change| over the channels, energy is the sum of squares, distances count from "
                         "the middle of the cell."));
    auto* choices = new QHBoxLayout;
    choices->addWidget(m_whole);
    choices->addWidget(m_logarithmic);
    choices->addStretch(1);
    column().addWidget(m_view, 1);
    column().addLayout(choices);
    column().addWidget(m_facts);
    column().addWidget(m_average);
    column().addWidget(m_progress);
    column().addWidget(m_meanFacts);
    column().addWidget(m_plot, 1);
    column().addWidget(m_recipe);
    column().addStretch(0);
}

void InfluencePanel::follow(core::Cell cell)
{
    m_followed = cell;
    lookAgain();
}

std::optional<core::Cell> InfluencePanel::cell() const
{
    const core::Region& selection = document()->selection();
    if (core::cellCount(selection) == 1)
        return core::Cell{selection.bounds.top, selection.bounds.left};
    return m_followed && document()->grid().contains(*m_followed) ? m_followed : std::nullopt;
}

void InfluencePanel::rest()
{
    m_asked.reset();
    m_meanAsked = {};
    m_study->stop();
    m_mean->stop();
}

void InfluencePanel::start(const Subject& subject)
{
    m_asked = subject;
    const Found* last = m_study->result<Found>();
    m_study->start(document()->model(),
                   [subject, model = document()->model(), codes = document()->codes(),
                    known = last && last->subject.codes == subject.codes ? last->before : nullptr](
                       core::Device& device, const core::Progress& progress) -> std::any {
                       const core::Progress stop{progress.stop, {}};
                       const auto before = known
                           ? known
                           : std::make_shared<const core::Tensor>(device.decodeCodes(*model, codes, stop));
                       Found found{subject, core::influence(device, *model, codes, *before, subject.cell, stop), 0,
                                   before};
                       found.distance =
                           core::codeDistance(model->codebook(), found.influence.from, found.influence.to);
                       return found;
                   });
}

void InfluencePanel::startOrCancelMean()
{
    if (m_mean->isRunning())
        return m_mean->stop();
    if (!isDocumentExact())
        return;
    m_meanAsked = codesVersion();
    m_mean->start(document()->model(),
                  [version = m_meanAsked, model = document()->model(),
                   codes = document()->codes()](core::Device& device, const core::Progress& progress) -> std::any {
                      return FoundMean{version, core::meanInfluence(device, *model, codes, kCells, progress)};
                  });
}

void InfluencePanel::look()
{
    const Found* found = m_study->result<Found>();
    if (found && found->subject.codes.document != codesVersion().document)
        return m_study->forget(); // of another picture; says so, and this is called again
    if (m_mean->isRunning() && m_meanAsked != codesVersion())
        return m_mean->stop();
    if (isDocumentExact() && cell()) {
        const Subject wanted{codesVersion(), *cell()};
        const bool isThere = found && found->subject == wanted; // from before it was out of sight, or the mouse elsewhere
        if (std::exchange(m_asked, wanted) != wanted) {
            if (!isThere)
                return start(wanted);
            if (m_study->isRunning())
                return m_study->stop();
        }
    } else if (m_study->isRunning()) {
        m_asked.reset();
        return m_study->stop();
    }
    const bool isCurrent = found && isDocumentExact() && !m_study->isRunning() && m_asked == found->subject;
    show(found, isCurrent);
    showMean();
}

void InfluencePanel::show(const Found* found, bool isCurrent)
{
    for (QWidget* part : {static_cast<QWidget*>(m_view), static_cast<QWidget*>(m_whole),
                          static_cast<QWidget*>(m_logarithmic), static_cast<QWidget*>(m_facts)}) {
        part->setVisible(found != nullptr);
        part->setEnabled(isCurrent || part == m_whole || part == m_logarithmic);
    }
    m_recipe->setVisible(found != nullptr || m_mean->result<FoundMean>());
    if (!m_study->problem().isEmpty())
        return say(m_study->problem());
    if (!found) {
        m_view->clear();
        m_shown.reset();
        return say(emptyText());
    }
    const core::Influence& influence = found->influence;
    if (std::exchange(m_shown, found->subject) != found->subject)
        m_view->setInfluence(influence, static_cast<int>(document()->model()->factor()));
    say(conclusionOf(influence), isCurrent);
    m_facts->setText(
        tr("Row %1, column %2: code %3 → %4, whose vectors are %5 apart. The largest change is %6 of the range. %7")
            .arg(influence.cell.row)
            .arg(influence.cell.col)
            .arg(influence.from)
            .arg(influence.to)
            .arg(QLocale().toString(found->distance, 'g', 3),
                 QLocale().toString(static_cast<double>(m_view->largest()), 'g', 2),
                 influence.energy > 0 ? radiiText(influence.radii, static_cast<int>(document()->model()->factor()))
                                      : QString()));
}

QString InfluencePanel::conclusionOf(const core::Influence& influence)
{
    if (influence.energy <= 0)
        return tr("Code %1 for code %2 in this cell changes nothing of the picture.")
            .arg(influence.to)
            .arg(influence.from);
    return tr("This cell's code reaches %1 pixels far: 95 % of what another code would change lies within that.")
        .arg(number(influence.radii[1], 1));
}

void InfluencePanel::showMean()
{
    const FoundMean* found = m_mean->result<FoundMean>();
    const bool isHere = found && found->codes.document == codesVersion().document;
    m_average->setText(m_mean->isRunning() ? tr("Cancel") : tr("&Average over %1 Cells").arg(kCells));
    m_average->setVisible(document() && document()->hasCodes());
    m_average->setEnabled(m_mean->isRunning() || isDocumentExact());
    m_progress->setVisible(m_mean->isRunning());
    m_progress->setValue(static_cast<int>(std::lround(100 * m_mean->fraction())));
    m_meanFacts->setVisible(isHere || !m_mean->problem().isEmpty());
    m_plot->setVisible(isHere && found->mean.cells > 0);
    m_meanFacts->setEnabled(isHere && isDocumentExact() && found->codes == codesVersion());
    m_plot->setEnabled(m_meanFacts->isEnabled());
    if (!m_mean->problem().isEmpty())
        m_meanFacts->setText(m_mean->problem());
    if (!isHere)
        return;
    const core::MeanInfluence& mean = found->mean;
    if (mean.cells == 0)
        return m_meanFacts->setText(tr("No cell changes anything of the picture."));
    m_meanFacts->setText(tr("Mean of %n cell(s) all over the picture, each with the same weight: %1", nullptr,
                            static_cast<int>(mean.cells))
                             .arg(radiiText(mean.radii, static_cast<int>(document()->model()->factor()))));
    CurvePlot::Curve curve{{}, tr("pixels from the middle of the cell"), tr("% of the energy within")};
    // Beyond the last circle the curve is flat.
    const auto end = std::min(mean.share.size(), static_cast<std::size_t>(std::lround(1.2 * mean.radii.back())) + 2);
    for (std::size_t i = 0; i < end; ++i)
        curve.points.emplace_back(static_cast<double>(i), 100 * mean.share[i]);
    m_plot->setCurve(std::move(curve));
}

QString InfluencePanel::emptyText() const
{
    if (!document() || !document()->hasCodes())
        return tr("When a picture is open, it is shown here how far its codes reach.");
    if (m_study->isRunning() || !isDocumentExact())
        return tr("The cell's other code is being decoded …");
    return tr("Rest the mouse on a cell, move the keyboard's cell there, or select it, to see how far its code reaches.");
}

} // namespace tessera::app
