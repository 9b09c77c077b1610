// SPDX-License-Identifier: GPL-3.0-or-later
// The one place where a decoder that is not ours sees a stranger's bytes.
#pragma once

#include "app/pictures/header.h"

#include <QImage>

#include <span>

namespace tessera::app {

/// The upright pixels of a file whose header was judged. Where the decoder complains about the pixels but shows them,
/// `header.damage` says so. Throws core::FormatError.
QImage decodePixels(std::span<const std::byte> bytes, PictureHeader& header);

} // namespace tessera::app
