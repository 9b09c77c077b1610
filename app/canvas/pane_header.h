// SPDX-License-Identifier: GPL-3.0-or-later
// The strip above a pane: what it shows, what has been done to it, and how far it can be trusted. States have a sign
// and a word, never a colour alone.
#pragma once

#include "app/canvas/canvas_scene.h"
#include "app/canvas/pane_source.h"

#include <QWidget>

namespace tessera::app {

class PaneHeader : public QWidget {
    Q_OBJECT
public:
    PaneHeader(PaneSource source, const CanvasScene& scene, QWidget* parent = nullptr);

    /// How the shown reconstruction stands to the shown codes.
    enum class State { none, exact, approximate, decoding, outOfDate };
    State state() const;
    QString stateText() const; ///< empty for none
    QString stateHint() const; ///< a sentence; empty where the word says all
    QString detail() const;    ///< "500 × 333, padded to 504 × 336"

    QSize sizeHint() const override;
    /// Something that the texts speak of has changed.
    void refresh();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// Each draws at the right end of `free` and returns what is left of it.
    QRectF drawBadge(QPainter& painter, QRectF free) const;
    QRectF drawColourBar(QPainter& painter, QRectF free) const;

    PaneSource m_source;
    const CanvasScene& m_scene;
};

} // namespace tessera::app
