// SPDX-License-Identifier: GPL-3.0-or-later
// Colours as they were meant: from a picture's own profile to sRGB, in float so that 16 bits lose nothing.
#pragma once

#include "app/pictures/header.h"
#include "core/picture.h"

#include <string>

namespace tessera::app {

struct ColourConversion {
    bool converted = false;
    std::string profile; ///< what the profile calls itself; "" without one, or when it says sRGB in other words
    std::string note; ///< one sentence for the person; "" when nothing was done
};

/// Converts `picture` in place where `header` brings a profile (or PNG's gamma) that is not sRGB. A profile that is
/// broken or made for another kind of colours is ignored with a note. Values come out clamped to 0..1.
ColourConversion convertToSrgb(core::Picture& picture, const PictureHeader& header);

} // namespace tessera::app
