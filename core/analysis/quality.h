// SPDX-License-Identifier: Apache-2.0
// How like two pictures are. Measured on 8-bit values: clamped, rounded (halves to even), all channels together.
#pragma once

#include "core/picture.h"

namespace tessera::core {

/// Mean squared error in 8-bit units over the first 3 (or 1) channels of two pictures of one size; alpha is left out.
/// Throws ShapeError where sizes or colour channels differ.
double meanSquaredError(const Picture& a, const Picture& b);

/// 10 log10(255^2 / mse) in dB; infinity for equal pictures.
double psnr(const Picture& a, const Picture& b);

} // namespace tessera::core
