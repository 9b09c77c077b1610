// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/canvas_looks.h"

#include "app/analysis/error_meter.h"
#include "app/canvas/canvas.h"
#include "app/codes/code_looks.h"
#include "app/engine/unquantized.h"
#include "app/exports/exporter.h"
#include "app/overlays/overlay_maps.h"
#include "app/panes/pane_images.h"
#include "app/panes/pane_set.h"
#include "app/panes/pane_view.h"
#include "app/session.h"

namespace tessera::app {

CanvasLooks::CanvasLooks(Session& session, CodeLooks& looks, Overlays& overlays, Unquantized& unquantized,
                         ErrorMeter& errors, Canvas& canvas, QObject* parent)
    : QObject(parent), m_looks(looks), m_overlays(overlays), m_unquantized(unquantized), m_errors(errors),
      m_canvas(canvas)
{
    connectCodes(session);
    connectUnquantized();
}

void CanvasLooks::connectCodes(Session& session)
{
    Engine& engine = session.engine();
    CodeSwatches& swatches = m_looks.swatches();
    connect(&session, &Session::modelChanged, this, [this, &session] {
        m_overlays.setPinned(-1);
        m_looks.setModel(session.model());
    });
    connect(&m_looks, &CodeLooks::changed, this, [this] { m_canvas.setCodeColours(m_looks.colours()); });
    connect(&swatches, &CodeSwatches::asked, &engine, &Engine::decodeSwatches);
    connect(&engine, &Engine::swatchesDecoded, &swatches, &CodeSwatches::take);
    connect(&session.device(), &DeviceInUse::changed, &swatches, &CodeSwatches::retry);
}

void CanvasLooks::connectUnquantized()
{
    for (const PaneView* pane : m_canvas.panes())
        connect(pane, &PaneView::setupChanged, this, &CanvasLooks::tellWanted);
    connect(&m_canvas.paneSet(), &PaneSet::layoutChanged, this, &CanvasLooks::tellWanted);
    connect(&m_overlays, &Overlays::choiceChanged, this, &CanvasLooks::tellWanted);
    connect(&m_unquantized, &Unquantized::changed, this, [this] {
        m_canvas.images().setUnquantized(m_unquantized.picture(), m_unquantized.problem());
        m_overlays.setDistances(m_unquantized.distances());
    });
    connect(&m_errors, &ErrorMeter::changed, this, [this] { m_overlays.setErrors(m_errors.report()); });
    tellWanted();
}

void CanvasLooks::tellWanted()
{
    bool isPictureSeen = false;
    for (int i = 0; i < m_canvas.paneSet().count(); ++i)
        isPictureSeen |= m_canvas.panes()[static_cast<std::size_t>(i)]->setup().shows(PaneSource::unquantized);
    const MapSource source = overlayMap(m_overlays.choice().map).source;
    m_unquantized.setPictureWanted(this, isPictureSeen);
    m_unquantized.setDistancesWanted(source == MapSource::distances);
    m_errors.setSsimMapWanted(m_overlays.choice().map == Overlays::Map::ssim);
    m_errors.setPixelMapsWanted(overlayMap(m_overlays.choice().map).ofPixels());
    m_errors.setWanted(this, source == MapSource::errors);
}

ExportLooks CanvasLooks::exportLooks() const
{
    ExportLooks looks{m_looks.colours(), m_canvas.errorRange()};
    for (const PaneView* pane : m_canvas.panes())
        if (pane->isVisible() && pane->setup().compare == Compare::difference)
            looks.difference = pane->setup().difference;
    return looks;
}

} // namespace tessera::app
