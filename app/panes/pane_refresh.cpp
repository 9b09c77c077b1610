// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/pane_refresh.h"

#include "app/documents/document.h"
#include "app/overlays/overlays.h"
#include "app/panes/other_documents.h"
#include "app/panes/pane_images.h"
#include "app/panes/pane_set.h"
#include "app/panes/pane_view.h"
#include "app/pictures/painted_pixels.h"

#include <set>
#include <utility>

namespace tessera::app {

PaneRefresh::PaneRefresh(CanvasScene& scene, PaneSet& panes, PaneImages& images, OtherDocuments& others, QObject* parent)
    : QObject(parent), m_scene(scene), m_panes(panes), m_images(images), m_others(others)
{
    for (PaneView* pane : panes.all())
        connect(pane, &PaneView::setupChanged, this, &PaneRefresh::useOthers);
    connect(&panes, &PaneSet::layoutChanged, this, &PaneRefresh::useOthers);
    connect(&others, &OtherDocuments::changed, this, [this] {
        for (PaneView* pane : m_panes.all()) {
            pane->refreshPictures();
            if (pane->setup().first.document != 0 || pane->setup().second.document != 0)
                pane->update();
        }
        m_panes.refreshHeaders();
    });
    connectImages(images);
}

void PaneRefresh::connectImages(PaneImages& images)
{
    connect(&images, &PaneImages::changed, this, [this](PaneSource source) {
        for (PaneView* pane : m_panes.all()) {
            pane->refreshPictures();
            if (pane->mayShow(source))
                pane->update();
        }
        m_panes.refreshHeaders();
        dropSeenPixels();
        emit picturesChanged();
    });
    connect(&images, &PaneImages::partChanged, this, [this](const QRect& pixels) {
        for (PaneView* pane : m_panes.all()) {
            pane->refreshPictures();
            if (pane->mayShow(PaneSource::reconstruction) || pane->mayShow(PaneSource::error))
                pane->updatePixels(pixels);
        }
        m_panes.refreshHeaders();
        dropSeenPixels();
        emit picturesChanged();
    });
    connect(&images, &PaneImages::codesChanged, this, [this](const core::CellRect& rect) {
        const bool isCounted = m_scene.overlays && m_scene.overlays->isolated() >= 0;
        for (PaneView* pane : m_panes.all()) {
            const bool showsCodes = pane->mayShow(PaneSource::codes);
            if (pane->hasLegends() && isCounted)
                pane->update();
            else if (showsCodes || m_scene.overlays) // which may lie over pictures too
                pane->updateCells(rect);
        }
        emit picturesChanged();
    });
}

void PaneRefresh::useOthers()
{
    std::set<quint64> used;
    for (int i = 0; i < m_panes.count(); ++i) {
        const PaneSetup& setup = m_panes.all()[static_cast<std::size_t>(i)]->setup();
        used.insert(setup.first.document);
        if (setup.compare != Compare::off)
            used.insert(setup.second.document);
    }
    m_others.setUsed(std::move(used));
}

void PaneRefresh::marks()
{
    const core::CellRect marked = m_scene.overlayCells();
    cells(m_marked);
    cells(marked);
    m_marked = marked;
}

void PaneRefresh::selection()
{
    const Document* document = m_scene.document;
    const core::Region selection = document ? document->selection() : core::Region{};
    m_scene.selectionBorder = core::borderOf(selection);
    cells(m_selected);
    cells(selection.bounds);
    m_selected = selection.bounds;
}

void PaneRefresh::painted(const QRect& pixels)
{
    for (PaneView* pane : m_panes.all())
        if (pane->mayShow(PaneSource::reconstruction))
            pane->updatePixels(pixels);
    dropSeenPixels();
}

void PaneRefresh::cells(const core::CellRect& cells)
{
    for (PaneView* pane : m_panes.all())
        pane->updateCells(cells);
}

/// What was painted and is in the reconstruction that the panes show need not lie over it any more.
void PaneRefresh::dropSeenPixels()
{
    if (m_scene.document)
        m_scene.document->painted().seen(m_images.shownRevision());
}

} // namespace tessera::app
