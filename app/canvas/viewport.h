// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the picture that all panes look at: one zoom and one centre, in picture pixels, shared by every pane.
#pragma once

#include "app/documents/view.h"

#include <QObject>
#include <QPointF>
#include <QRectF>
#include <QSize>
#include <QSizeF>

namespace tessera::app {

class Viewport : public QObject {
    Q_OBJECT
public:
    explicit Viewport(QObject* parent = nullptr);

    static constexpr double kMinZoom = 1.0 / 64;
    static constexpr double kMaxZoom = 128.0;

    double zoom() const { return m_zoom; } ///< screen (device-independent) pixels per picture pixel
    QSize pictureSize() const { return m_pictureSize; }
    bool isFitted() const { return m_fitted; }
    QPointF centre() const { return m_centre; } ///< of the panes, in picture pixels
    QPointF toPicture(QPointF widget, QSizeF widgetSize) const;
    QPointF toWidget(QPointF picture, QSizeF widgetSize) const;
    QRectF toWidget(const QRectF& picture, QSizeF widgetSize) const;

    void setPictureSize(QSize size); ///< model size; keeps the view where it makes sense
    void setPaneSize(QSizeF size);   ///< of one pane, for fit()
    /// The next of the round zoom levels, `steps` up (or down where negative): 1/2, 2/3, 1, 1.5, 2, 3, 4 ...
    static double level(double zoom, int steps);

    void zoomAt(QPointF widget, QSizeF widgetSize, double factor); ///< the point under the cursor stays
    void pan(QPointF widgetDelta);
    void fit();        ///< the whole picture, and stays fitted when panes are resized until the next zoom or pan
    void actualSize(); ///< 1:1
    void setZoom(double zoom); ///< about the middle of the panes
    View view() const { return {m_zoom, m_centre, m_fitted}; }
    void show(const View& view); ///< a fitted one is fitted anew
    void setView(double zoom, QPointF centre);
    void zoomIn() { setZoom(level(m_zoom, 1)); }
    void zoomOut() { setZoom(level(m_zoom, -1)); }
    void makeVisible(const QRectF& picture) { makeVisible(picture, m_paneSize); } ///< pans as little as is needed
    void makeVisible(const QRectF& picture, QSizeF paneSize); ///< in a pane of that size

signals:
    void changed();

private:
    void place(double zoom, QPointF centre, bool fitted);

    double m_zoom = 1;
    QPointF m_centre;
    QSize m_pictureSize;
    QSizeF m_paneSize;
    bool m_fitted = true;
};

} // namespace tessera::app
