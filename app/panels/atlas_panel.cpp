// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/atlas_panel.h"

#include "app/canvas/canvas.h"
#include "app/codes/code_looks.h"
#include "app/overlays/overlays.h"
#include "app/panels/atlas_view.h"
#include "app/panels/occurrence_view.h"
#include "app/panels/text_label.h"
#include "app/session.h"
#include "app/tools/tool_state.h"
#include "core/analysis/usage.h"

#include <QComboBox>
#include <QLocale>
#include <QProgressBar>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace tessera::app {
namespace {

QString whole(std::int64_t number)
{
    return QLocale().toString(qlonglong(number));
}

QString distance(double value)
{
    return QLocale().toString(value, 'g', 3);
}

} // namespace

AtlasPanel::AtlasPanel(const PanelContext& context, QWidget* dock)
    : AnalysisPanel(context, dock), m_context(context), m_maker(new AtlasMaker(this)),
      m_kind(new QComboBox(widget())), m_colouring(new QComboBox(widget())),
      m_view(new AtlasView(context.looks, widget())), m_progress(new QProgressBar(widget())),
      m_code(textLabel(widget())), m_occurrences(new OccurrenceView(widget())), m_recipe(mutedLabel(widget()))
{
    makeLayout();
    connectParts();
    m_maker->setModel(context.session.model().model);
}

void AtlasPanel::makeLayout()
{
    m_kind->addItem(tr("Neighbours stay near"), int(AtlasKind::neighbours));
    m_kind->addItem(tr("Principal axes"), int(AtlasKind::principal));
    m_kind->setAccessibleName(tr("Layout of the codes"));
    m_kind->setToolTip(tr("Neighbours stay near: codes with like vectors lie together, long distances mean little.\n"
                          "Principal axes: long distances are true, but codes lie behind each other."));
    m_colouring->addItem(tr("What they decode to"), int(AtlasView::Colouring::swatches));
    m_colouring->addItem(tr("Distance to the nearest"), int(AtlasView::Colouring::distances));
    m_colouring->setAccessibleName(tr("Colours of the codes"));
    m_colouring->setToolTip(tr("How the codes are drawn. Codes that this picture does not use are pale."));
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(12);
    m_progress->setAccessibleName(tr("Progress of the layout"));
    m_recipe->setText(tr("Recipe: Euclidean distances of the codebook's vectors. Neighbours: the 15 nearest codes of each "
                         "pull, codes drawn at random push, 300 rounds from the principal layout, the same each time. A "
                         "swatch is the middle of the decode of nothing but its code."));
    for (QComboBox* box : {m_kind, m_colouring}) { // side by side they would be wider than the dock
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        column().addWidget(box);
    }
    column().addWidget(m_progress);
    column().addWidget(m_view, 1);
    column().addWidget(m_code);
    column().addWidget(m_occurrences);
    column().addWidget(m_recipe);
    column().addStretch(0);
}

void AtlasPanel::connectParts()
{
    Session& session = m_context.session;
    connect(&session, &Session::modelChanged, m_maker, [this, &session] { m_maker->setModel(session.model().model); });
    connect(m_maker, &AtlasMaker::changed, this, &AtlasPanel::lookAgain);
    connect(&m_context.looks, &CodeLooks::changed, this, &AtlasPanel::lookAgain);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &AtlasPanel::lookAgain);
    connect(m_colouring, &QComboBox::currentIndexChanged, m_view, [this] {
        m_view->setColouring(static_cast<AtlasView::Colouring>(m_colouring->currentData().toInt()));
    });
    connect(m_view, &AtlasView::hovered, &m_context.overlays, &Overlays::setHovered);
    connect(m_view, &AtlasView::chosen, this, &AtlasPanel::choose);
    connect(m_view, &AtlasView::released, &m_context.overlays, [this] { m_context.overlays.setPinned(-1); });
    connect(&m_context.overlays, &Overlays::changed, m_view,
            [this] { m_view->setIsolated(m_context.overlays.isolated()); });
    connect(&m_context.tools, &ToolState::codeChanged, this, &AtlasPanel::lookAgain);
    connect(&m_context.canvas, &Canvas::hovered, m_view,
            [this](const Hover& hover) { m_view->setPointed(hover.inside ? hover.code : -1); });
    connect(m_occurrences, &OccurrenceView::chosen, &m_context.canvas, &Canvas::setCursorCell);
}

/// A second click on a code shows the others again.
void AtlasPanel::choose(int code)
{
    m_context.tools.setCode(code);
    m_context.overlays.togglePin(code);
}

bool AtlasPanel::hasCodes() const
{
    return document() && document()->hasCodes() && document()->model().get() == m_context.looks.model();
}

AtlasKind AtlasPanel::kind() const
{
    return static_cast<AtlasKind>(m_kind->currentData().toInt());
}

void AtlasPanel::rest()
{
    m_maker->setWanted(false);
}

void AtlasPanel::look()
{
    m_maker->setWanted(true);
    showAtlas();
    showCode();
}

void AtlasPanel::showAtlas()
{
    const std::shared_ptr<const CodeAtlas>& atlas = m_maker->atlas();
    const bool isThere = atlas && atlas->model.get() == m_context.looks.model();
    const bool isLaidOut = isThere && !atlas->layout(kind()).empty();
    for (QWidget* part : std::initializer_list<QWidget*>{m_kind, m_colouring, m_view, m_recipe})
        part->setVisible(isThere);
    m_progress->setVisible(m_maker->isRunning() && !isLaidOut);
    m_progress->setRange(0, 100);
    m_progress->setValue(m_maker->percent());
    const std::vector<std::int64_t> counts =
        hasCodes() ? core::countCodes(document()->codes(), m_context.looks.codes()) : std::vector<std::int64_t>();
    m_view->setCounts(counts);
    m_view->setAtlas(isThere ? atlas : nullptr, isLaidOut ? kind() : AtlasKind::principal);
    if (!m_maker->problem().isEmpty())
        say(m_maker->problem());
    else if (!isThere)
        say(m_maker->isRunning() ? tr("The codebook is being laid out …")
                                 : tr("When a model is open, its codebook is shown here as a map."));
    else
        say(conclusion(counts), isLaidOut);
}

QString AtlasPanel::conclusion(const std::vector<std::int64_t>& counts) const
{
    const CodeAtlas& atlas = *m_maker->atlas();
    const QString all = whole(std::int64_t(atlas.distances.size()));
    const AtlasKind shown = atlas.layout(kind()).empty() ? AtlasKind::principal : kind();
    const QString kept = QString::number(std::lround(100 * atlas.kept[static_cast<std::size_t>(shown)]));
    if (counts.empty())
        return tr("Of each of the %1 codes' %2 nearest, %3 % are near it on this map, too.")
            .arg(all)
            .arg(CodeAtlas::kNeighbours)
            .arg(kept);
    return tr("This picture uses %1 of %2 codes; of each code's %3 nearest, %4 % are near it on this map, too.")
        .arg(whole(core::usedCodes(counts)), all)
        .arg(CodeAtlas::kNeighbours)
        .arg(kept);
}

void AtlasPanel::showCode()
{
    const std::shared_ptr<const CodeAtlas>& atlas = m_maker->atlas();
    const int code = m_context.tools.code();
    m_view->setCurrent(code);
    const bool isCode = atlas && atlas->model.get() == m_context.looks.model() && code < m_context.looks.codes();
    m_code->setVisible(isCode);
    m_occurrences->setVisible(isCode && hasCodes());
    if (!isCode)
        return;
    QString text = tr("Code %1").arg(code);
    if (hasCodes())
        text += tr(", in %n cell(s) of this picture", nullptr,
                   static_cast<int>(std::ranges::count(document()->codes().codes, code)));
    if (const std::vector<core::Neighbour>& nearest = m_view->nearest(); !nearest.empty())
        text += tr(". Its nearest code, %1, is %2 away; half of all codes have theirs within %3, and two codes at random "
                   "are %4 apart")
                    .arg(nearest.front().code)
                    .arg(distance(nearest.front().distance), distance(atlas->medianDistance),
                         distance(atlas->typicalDistance));
    m_code->setText(text + QLatin1Char('.'));
    if (hasCodes())
        m_occurrences->setCells(core::occurrences(document()->codes(), code, kExamples),
                                document()->seen() ? document()->seen() : document()->reconstruction(),
                                static_cast<int>(document()->model()->factor()));
}

} // namespace tessera::app
