// SPDX-License-Identifier: GPL-3.0-or-later
// Light, dark, or what the platform says: palettes and the few style rules that Fusion needs to look like one piece.
#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

class QApplication;

namespace tessera::app {

enum class Theme { system, light, dark };

QString themeName(Theme theme); ///< "system", "light", "dark": settings, never translated
Theme themeFromName(const QString& name);

/// Takes effect at once in every window. `system` takes the platform's palette where it brings one, else light.
void applyTheme(QApplication& application, Theme theme);

QPalette lightPalette();
QPalette darkPalette();

/// Thin lines between parts of the window.
QColor lineColour(const QPalette& palette);
/// Text of second rank that still reads (contrast at least 4.5 to the window).
QColor quietText(const QPalette& palette);
/// For "this went wrong", on the window's background.
QColor errorColourOf(const QPalette& palette);

} // namespace tessera::app
