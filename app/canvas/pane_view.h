// SPDX-License-Identifier: GPL-3.0-or-later
// One pane: the image of its source under the shared viewport, and the marks over it. Draws only; the mouse goes to
// CanvasInput.
#pragma once

#include "app/canvas/canvas_scene.h"
#include "app/canvas/pane_source.h"

#include <QWidget>

namespace tessera::app {

class Mipmap;

class PaneView : public QWidget {
    Q_OBJECT
public:
    PaneView(PaneSource source, const CanvasScene& scene, QWidget* parent = nullptr);

    PaneSource source() const { return m_source; }
    QPointF toPicture(QPointF position) const; ///< widget coordinates to picture pixels

    /// Paints these cells again (and the lines around them) soon.
    void updatePixels(const QRectF& picture); ///< in picture pixels
    void updateCells(const core::CellRect& cells);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void drawImage(QPainter& painter, const QImage& image, QSizeF pictureSize, const QRectF& exposed) const;
    void drawMissing(QPainter& painter) const;

    PaneSource m_source;
    const CanvasScene& m_scene;
};

} // namespace tessera::app
