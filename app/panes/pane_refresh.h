// SPDX-License-Identifier: GPL-3.0-or-later
// Which panes, and what of them, are drawn again when pictures, codes, marks or the selection have changed: no more than
// shows it.
#pragma once

#include "app/canvas/canvas_scene.h"
#include "core/geometry.h"

#include <QObject>
#include <QRect>

namespace tessera::app {

class OtherDocuments;
class PaneImages;
class PaneSet;

class PaneRefresh : public QObject {
    Q_OBJECT
public:
    /// All must outlive it; `images` and `others` are what `panes` show of `scene`.
    PaneRefresh(CanvasScene& scene, PaneSet& panes, PaneImages& images, OtherDocuments& others, QObject* parent);

    void marks();                            ///< hover, preview or cursor have moved
    void selection();                        ///< of the document, or there is another document
    void painted(const QRect& pixels);       ///< that lie over the reconstruction

signals:
    void picturesChanged(); ///< what the panes show of the document: its pictures or its codes

private:
    void connectImages(PaneImages& images);
    void cells(const core::CellRect& cells);
    void useOthers(); ///< keeps the images that panes show
    void dropSeenPixels();

    CanvasScene& m_scene;
    PaneSet& m_panes;
    PaneImages& m_images;
    OtherDocuments& m_others;
    core::CellRect m_marked;   ///< cells that were under marks when they were last drawn
    core::CellRect m_selected; ///< likewise, around the selection
};

} // namespace tessera::app
