// SPDX-License-Identifier: GPL-3.0-or-later
// One pane: the images of its sources under its viewport, alone or compared, and the marks over them. Draws only; the
// mouse goes to CanvasInput and CompareInput.
#pragma once

#include "app/canvas/canvas_scene.h"
#include "app/panes/pane_difference.h"
#include "app/panes/pane_source.h"
#include "app/panes/view_link.h"

#include <QWidget>

#include <cmath>
#include <optional>

namespace tessera::app {

class PaneView : public QWidget {
    Q_OBJECT
public:
    PaneView(PaneSource source, const CanvasScene& scene, Viewport& shared, QWidget* parent = nullptr);

    const PaneSetup& setup() const { return m_setup; }
    void setSetup(const PaneSetup& setup);
    PaneSource source() const { return m_setup.first.source; }
    /// Compares with `mode`; what was compared with before stays, at first it is the input (or what the decoder makes
    /// of it, where the pane shows the input itself).
    void setCompare(Compare mode);

    /// What is in sight where the pane is not divided.
    SourceRef seen() const;
    SourceRef seenAt(QPointF position) const; ///< also where a wipe divides it
    /// Shows the other picture in place of all else, as long as a key is held: the second of two that are compared (or
    /// the first, while blinking shows the second), else the input, and where that is shown the reconstruction.
    void setPeeking(bool peeking);
    /// Is it of the pictures that may be in sight now?
    bool mayShow(PaneSource source) const;
    /// While two sources blink: the second or the first.
    void setSecondSeen(bool second);

    /// Does it say what the overlays are, even where it does not show the codes?
    bool hasLegends() const { return m_legends; }
    void setLegends(bool legends);

    ViewLink& link() { return m_link; }
    Viewport& viewport() { return m_link.viewport(); }
    const Viewport& viewport() const { return m_link.viewport(); }
    const PaneDifference& difference() const { return m_difference; }
    /// Is a press into it a press into the document in front?
    bool isPaintable() const { return m_scene.isFront(seen()); }
    double lineX() const { return std::round(m_setup.line * width()); } ///< of the wipe

    QPointF toPicture(QPointF position) const; ///< widget coordinates to picture pixels

    /// Images of the scene have changed.
    void refreshPictures();
    /// Paints these cells again (and the lines around them) soon.
    void updatePixels(const QRectF& picture); ///< in picture pixels
    void updateCells(const core::CellRect& cells);

signals:
    void setupChanged();
    void seenChanged(); ///< another source, a newer difference: what the header says

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void showSetup();
    SourceRef otherThanSeen() const;
    void drawSource(QPainter& painter, const SourceRef& ref, const QRectF& area, const QRectF& exposed) const;
    void drawDifference(QPainter& painter, const QRectF& exposed) const;
    void drawOver(QPainter& painter, PaneSource source, const QRectF& exposed) const;
    void drawImage(QPainter& painter, const QImage& image, QSizeF pictureSize, const QRectF& exposed) const;
    void drawMissing(QPainter& painter, const QString& text, const QRectF& area) const;
    void drawLabels(QPainter& painter) const;

    PaneSetup m_setup;
    const CanvasScene& m_scene;
    ViewLink m_link;
    PaneDifference m_difference;
    std::optional<SourceRef> m_peeked; ///< nothing while no key is held
    bool m_secondSeen = false;
    bool m_legends = false;
};

} // namespace tessera::app
