// SPDX-License-Identifier: GPL-3.0-or-later
// Are the packed pixels of a PNG whole? libpng would say what is wrong with them on the terminal only.
#pragma once

#include "app/pictures/byte_view.h"

#include <span>

namespace tessera::app {

/// Inflates the data of `pixelChunks` (IDAT) without keeping it. `bytes` is the whole file, whose header was judged.
/// Throws core::FormatError where the pixels are damaged or too few.
void checkPngPixels(std::span<const std::byte> bytes, std::span<const std::span<const std::byte>> pixelChunks);

} // namespace tessera::app
