// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures as OpenEXR: floats that nobody clamped.
#pragma once

#include "core/picture.h"

#include <cstddef>
#include <vector>

namespace tessera::app {

/// 32-bit floats, ZIP-compressed, in linear light as programs expect of the format: the sRGB curve is undone, and goes
/// on beyond 0 and 1 (odd about 0). Channels R, G, B or Y, and A, by which the colours are multiplied. Throws
/// core::FormatError.
std::vector<std::byte> encodeExr(const core::Picture& picture);

/// Light of an sRGB value: the curve, continued beyond 1 and mirrored about 0.
float linearLight(float value);

} // namespace tessera::app
