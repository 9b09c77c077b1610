// SPDX-License-Identifier: GPL-3.0-or-later
// How far the reconstruction is from the input, pixel by pixel, as colours of even steps for the eye: dark where
// they agree, through violet and orange to pale yellow.
#pragma once

#include "core/picture.h"

#include <QImage>
#include <QRgb>

namespace tessera::app {

/// The colour of `part` in 0..1; values outside get the ends' colours.
QRgb errorColour(double part);

/// The absolute difference, averaged over the colour channels (alpha is left out), of pictures of one size; `range` and
/// more get the last colour. The reconstruction is clamped to 0..1 first, as it is shown. Null for unlike sizes.
QImage errorImage(const core::Picture& input, const core::Picture& reconstruction, double range);

} // namespace tessera::app
