// SPDX-License-Identifier: GPL-3.0-or-later
// Pixels that lie over a document's reconstruction and are not seen in it yet: the stroke that is being painted, and in
// the order that they came, strokes that are done and pictures that were pasted. An OverlayEncoder turns the oldest into
// codes; the canvas shows all of them until it shows the decode of those codes. Owned by the document, on the GUI thread.
#pragma once

#include "core/edit/pixel_stroke.h"
#include "core/edit/region.h"
#include "core/geometry.h"

#include <QImage>
#include <QObject>
#include <QRect>
#include <QRgb>

#include <optional>
#include <vector>

namespace tessera::app {

struct PixelLayer {
    QImage image;         ///< with alpha, one pixel for one of the picture's
    core::Cell corner{};  ///< where its upper left corner lies; may be outside the grid
    core::Region cells{}; ///< of the grid, that get new codes; not empty
    QString label{};      ///< of the undo step
    bool selects = false; ///< are the cells selected with it?
    quint64 id = 0;       ///< given by put()
    quint64 revision = 0; ///< of the document's codes that hold it; 0 while it waits for the encoder
};

class PaintedPixels : public QObject {
    Q_OBJECT
public:
    explicit PaintedPixels(QObject* parent = nullptr);

    const std::vector<PixelLayer>& layers() const { return m_layers; }
    /// Is there a layer that is no codes yet?
    bool isWaiting() const { return next() != nullptr; }
    const PixelLayer* next() const; ///< the oldest of these; null for none
    /// Does anything of this lie over the reconstruction, or is about to?
    bool isCovering() const { return isWaiting() || isPainting(); }
    QString newestLabel() const;    ///< of the newest of these; empty for none

    /// A stroke of one colour on cells of factor x factor pixels; one at a time.
    void begin(core::PixelStroke stroke, QRgb colour, int factor);
    bool isPainting() const { return m_stroke.has_value(); }
    void drag(core::PixelPoint from, core::PixelPoint to);
    void finish(const QString& label); ///< the stroke waits for the encoder, unless it painted nothing
    void abort();                      ///< it never was
    QImage strokeImage() const;        ///< null without a stroke; shares its memory
    core::Cell strokeCorner() const;

    void put(PixelLayer layer, int factor);
    void becameCodes(quint64 id, quint64 revision);
    void drop(quint64 id); ///< it will not become codes
    /// Takes back the newest layer that is no codes yet; false where there is none.
    bool takeBack();
    /// Codes of that revision are in sight: what they hold need not be shown any longer.
    void seen(quint64 revision);
    void clear();

signals:
    void changed(const QRect& pixels); ///< something else is to be seen there
    void waitingChanged();             ///< layers began or ceased to wait for the encoder
    void coveringChanged();            ///< isCovering() may be another one

private:
    QRect pixelsOf(const PixelLayer& layer) const;

    std::vector<PixelLayer> m_layers;
    std::optional<core::PixelStroke> m_stroke;
    QRgb m_colour = 0;
    int m_factor = 1;
    quint64 m_lastId = 0;
};

/// A stroke in a colour; shares the stroke's memory.
QImage imageOf(const core::PixelStroke& stroke, QRgb colour);

} // namespace tessera::app
