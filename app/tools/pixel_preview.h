// SPDX-License-Identifier: GPL-3.0-or-later
// What a press of the pixel brush would paint, to be shown before. A value.
#pragma once

#include "core/edit/pixel_stroke.h"
#include "core/geometry.h"

#include <QImage>

namespace tessera::app {

struct PixelPreview {
    core::PixelPoint centre; ///< of the brush, in picture pixels
    int size = 1;            ///< of the brush, likewise
    QImage look{};           ///< in its colour; null where only the brush is to be seen
    core::Cell corner{};     ///< where the look's upper left corner lies
};

} // namespace tessera::app
