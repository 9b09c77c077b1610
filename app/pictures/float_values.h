// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures whose values are floats may hold what no screen shows: not-a-number, infinity, values below 0 and beyond 1.
#pragma once

#include <string>

class QImage;

namespace tessera::app {

/// What becomes of such values, as a note for the person; empty where there are none, and for pictures of whole numbers.
/// Throws core::FormatError where no value at all is a finite number.
std::string oddFloatsNote(const QImage& image);

} // namespace tessera::app
