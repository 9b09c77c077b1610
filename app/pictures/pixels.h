// SPDX-License-Identifier: GPL-3.0-or-later
// From the bytes of a picture whose header was judged to its pixels.
#pragma once

#include "app/pictures/header.h"

#include <QImage>

#include <span>

namespace tessera::app {

/// The upright pixels. Where the decoder complains about them but shows them, `header.damage` says so. Throws
/// core::FormatError, and core::Error where a decoder cannot be started.
QImage decodePixels(std::span<const std::byte> bytes, PictureHeader& header);

} // namespace tessera::app
