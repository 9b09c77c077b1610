// SPDX-License-Identifier: GPL-3.0-or-later
// The difference of two pictures as colours, as a pane shows it and an export writes it.
#pragma once

#include "core/picture.h"

#include <QImage>
#include <QRgb>

namespace tessera::app {

struct DifferenceStyle {
    bool isSigned = false;  ///< blue where the first is darker, orange where it is lighter; else how far, dark to light
    bool isAutomatic = true; ///< the range follows the pictures
    double range = 0.25;     ///< where it does not: differences of this and more get the last colour

    bool operator==(const DifferenceStyle&) const = default;
};

struct DifferenceImage {
    QImage image;     ///< Format_RGB32
    double range = 0; ///< that the colours span: 0..range, or -range..range
};

/// Throws core::ShapeError for pictures of unlike sizes. Takes a while: work for a worker thread.
DifferenceImage makeDifference(const core::Picture& first, const core::Picture& second, const DifferenceStyle& style);

/// The colour of a difference that is `part` of the range: 0..1, or -1..1 where signed.
QRgb differenceColour(double part, bool isSigned);

} // namespace tessera::app
