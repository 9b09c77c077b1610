// SPDX-License-Identifier: Apache-2.0
// Colours for numbers, that people of all kinds of colour vision tell apart.
#pragma once

#include "core/analysis/code_colours.h"

namespace tessera::core {

enum class ColourMap {
    viridis,   ///< dark violet to yellow; lightness rises all the way
    cividis,   ///< dark blue to yellow, alike for most colour-blind people
    diverging, ///< blue below the middle, white in it, orange above
};

/// The colour of `part` in 0..1; values outside get the ends' colours, not-a-number a middle grey.
Rgb mapColour(ColourMap map, double part);

} // namespace tessera::core
