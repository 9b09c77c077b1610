// SPDX-License-Identifier: GPL-3.0-or-later
// Where the panes look: what a document takes along when another one comes to the front.
#pragma once

#include <QPointF>

namespace tessera::app {

struct View {
    double zoom = 1; ///< screen pixels per picture pixel
    QPointF centre;  ///< of the panes, in picture pixels
    bool fitted = true; ///< the whole picture, whatever the panes' size; zoom and centre follow from that

    bool operator==(const View&) const = default;
};

} // namespace tessera::app
