// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas's colours, all from the palette, so that light, dark and high-contrast schemes look right.
#pragma once

#include <QColor>
#include <QPalette>

namespace tessera::app {

/// `part` of b in a.
inline QColor mixed(const QColor& a, const QColor& b, float part)
{
    return QColor::fromRgbF(a.redF() + (b.redF() - a.redF()) * part, a.greenF() + (b.greenF() - a.greenF()) * part,
                            a.blueF() + (b.blueF() - a.blueF()) * part);
}

inline QColor withAlpha(QColor colour, int alpha)
{
    colour.setAlpha(alpha);
    return colour;
}

inline bool isDark(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness() < 128;
}

/// Behind the pictures: a little darker than the window.
inline QColor surround(const QPalette& palette)
{
    return mixed(palette.color(QPalette::Window), Qt::black, isDark(palette) ? 0.35F : 0.14F);
}

/// Text of second rank.
inline QColor mutedText(const QPalette& palette)
{
    return mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.35F);
}

} // namespace tessera::app
