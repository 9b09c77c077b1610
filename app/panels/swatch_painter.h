// SPDX-License-Identifier: GPL-3.0-or-later
// Paints the swatch of one code.
#pragma once

#include <QPalette>
#include <QRect>

class QPainter;

namespace tessera::app {

class CodeLooks;

enum class CodeLook { decoded, patches, colours };

struct SwatchMarks {
    bool isUsed = false; ///< a dot
    bool isPale = false; ///< for unused codes, where there is a picture that could use them
    bool isFavourite = false; ///< a star
};

/// Where the wanted look is not to be had, the next one: decoded, patches, colours.
void drawSwatch(QPainter& painter, const QRect& rect, int code, const CodeLooks& looks, CodeLook look,
                const SwatchMarks& marks, const QPalette& palette);
/// Around the swatch of the code that is painted with.
void drawCurrentRing(QPainter& painter, const QRect& rect, bool hasFocus, const QPalette& palette);

} // namespace tessera::app
