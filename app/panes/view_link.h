// SPDX-License-Identifier: GPL-3.0-or-later
// A pane's own viewport and its tie to the one that all panes share. Linked, whatever moves one moves the other, and
// the pane keeps the offset (and the ratio of zooms) that it had when it was linked; at first there is none. Unlinked,
// it moves alone.
#pragma once

#include "app/canvas/viewport.h"

#include <QObject>

namespace tessera::app {

class ViewLink : public QObject {
    Q_OBJECT
public:
    explicit ViewLink(Viewport& shared, QObject* parent = nullptr);

    Viewport& viewport() { return m_own; }
    const Viewport& viewport() const { return m_own; }
    bool isLinked() const { return m_linked; }
    void setLinked(bool linked);
    /// Does the pane look elsewhere than the others, though it is linked?
    bool hasOffset() const { return m_linked && (!m_offset.isNull() || m_ratio != 1); }
    /// Linked, and looks where the others look.
    void align();

    /// Of the pane: while it is not linked it keeps its picture in sight by itself.
    void setPaneSize(QSizeF size);

signals:
    void changed(); ///< linked, or the offset

private:
    void follow();
    void lead();

    Viewport& m_shared;
    Viewport m_own;
    QSizeF m_paneSize;
    bool m_linked = true;
    bool m_following = false;
    double m_ratio = 1;
    QPointF m_offset; ///< of the centres, in picture pixels
};

} // namespace tessera::app
