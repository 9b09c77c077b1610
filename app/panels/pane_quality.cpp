// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/pane_quality.h"

#include "app/analysis/pair_meter.h"
#include "app/canvas/canvas.h"
#include "app/canvas/canvas_scene.h"
#include "app/documents/document.h"
#include "app/panels/quality_table.h"
#include "app/panels/text_label.h"
#include "app/panes/other_documents.h"
#include "app/panes/pane_images.h"
#include "app/panes/pane_set.h"
#include "app/panes/pane_view.h"

#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

namespace tessera::app {
namespace {

CanvasScene sceneOf(Canvas& canvas)
{
    return {.viewport = canvas.viewport(), .images = canvas.images(), .others = &canvas.others()};
}

} // namespace

PaneQuality::PaneQuality(Canvas& canvas, QWidget* parent)
    : QWidget(parent), m_canvas(canvas), m_meter(new PairMeter(this)), m_label(mutedLabel(this)),
      m_table(new QualityTable(tr("Figures of what the active pane compares"),
                               {{tr("Whole picture"), tr("All pixels of the two pictures, without padding.")},
                                {tr("Selected cells"), tr("The pixels of both under the selected cells.")}},
                               this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 0);
    column->addWidget(m_label);
    column->addWidget(m_table);
    connectPanes();
}

void PaneQuality::connectPanes()
{
    connect(m_meter, &PairMeter::changed, this, &PaneQuality::show);
    for (const PaneView* pane : m_canvas.panes())
        connect(pane, &PaneView::setupChanged, this, &PaneQuality::measure);
    connect(&m_canvas.paneSet(), &PaneSet::activeChanged, this, &PaneQuality::measure);
    connect(&m_canvas.paneSet(), &PaneSet::layoutChanged, this, &PaneQuality::measure);
    connect(&m_canvas.images(), &PaneImages::changed, this, &PaneQuality::measure);
    connect(&m_canvas.images(), &PaneImages::partChanged, this, &PaneQuality::measure);
    connect(&m_canvas.others(), &OtherDocuments::changed, this, &PaneQuality::measure);
}

void PaneQuality::look(const Document* document)
{
    if (document != m_document)
        m_meter->reset(); // nothing of another picture may stay in sight
    m_document = document;
    m_isSeen = true;
    measure();
}

void PaneQuality::rest()
{
    m_isSeen = false;
    m_meter->want({});
}

PairSources PaneQuality::sources() const
{
    const CanvasScene scene = sceneOf(m_canvas);
    const auto sideOf = [&scene](const SourceRef& ref) -> PairSide {
        const PaneImages* images = scene.imagesOf(ref.document);
        const Document* of = images ? images->document() : nullptr;
        if (!of || !of->hasCodes() || (ref.isDecode() && !images->isExact()))
            return {};
        return {images->values(ref.source).whole, ref.source == PaneSource::input ? of->original() : nullptr,
                of->preparation(), of->model()};
    };
    const PaneSetup& setup = m_canvas.paneSet().active().setup();
    PairSources sources{sideOf(setup.first), sideOf(setup.second)};
    const Document* front = m_canvas.document();
    if (front && front->hasCodes()) {
        sources.selection = front->selection();
        sources.factor = static_cast<int>(front->model()->factor());
    }
    return sources;
}

void PaneQuality::measure()
{
    if (!m_isSeen)
        return;
    const PaneSetup& setup = m_canvas.paneSet().active().setup();
    const bool isPair = m_canvas.document() && setup.compare != Compare::off && setup.first.isPicture()
        && setup.second.isPicture();
    const CanvasScene scene = sceneOf(m_canvas);
    const QString names =
        isPair ? tr("%1 and %2").arg(scene.nameOf(setup.first), scene.nameOf(setup.second)) : QString();
    if (names != m_names)
        m_meter->reset();
    m_names = names;
    m_meter->want(isPair ? sources() : PairSources());
    show();
}

void PaneQuality::show()
{
    setVisible(!m_names.isEmpty());
    m_label->setText(sentence());
    setEnabled(m_meter->isCurrent());
    const std::optional<PairFigures>& figures = m_meter->figures();
    m_table->setVisible(figures.has_value());
    if (!figures)
        return;
    m_table->setFigures(0, figures->picture);
    m_table->setColumnHidden(1, !figures->selection);
    if (figures->selection)
        m_table->setFigures(1, *figures->selection);
}

QString PaneQuality::sentence() const
{
    if (m_names.isEmpty())
        return {};
    if (const std::optional<PairFigures>& figures = m_meter->figures())
        return tr("Active pane: %1, %2 pixels")
            .arg(m_names, QLocale().toString(qlonglong(figures->picture.pixels)));
    if (!m_meter->problem().isEmpty())
        return tr("Active pane: %1 cannot be measured: %2.").arg(m_names, m_meter->problem());
    return tr("Active pane: %1 are measured once both are there and exact.").arg(m_names);
}

} // namespace tessera::app
