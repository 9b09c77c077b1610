// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/theme.h"

#include <QApplication>
#include <QStyle>
#include <QStyleFactory>

namespace tessera::app {
namespace {

/// The colours that a palette is made of.
struct Scheme {
    QRgb window, base, alternate, button, text, quiet, line, shadow, accent, onAccent, link, toolTip, onToolTip;
};

constexpr Scheme kLight{.window = 0xfff2f3f5,
                        .base = 0xffffffff,
                        .alternate = 0xfff7f8fa,
                        .button = 0xfffafbfc,
                        .text = 0xff1c2127,
                        .quiet = 0xff5d6672,
                        .line = 0xffcfd4da,
                        .shadow = 0xff9aa2ac,
                        .accent = 0xff14707f,
                        .onAccent = 0xffffffff,
                        .link = 0xff0f6574,
                        .toolTip = 0xff262b31,
                        .onToolTip = 0xfff2f4f6};

constexpr Scheme kDark{.window = 0xff25282d,
                       .base = 0xff1b1d21,
                       .alternate = 0xff212429,
                       .button = 0xff30343a,
                       .text = 0xffe6e8eb,
                       .quiet = 0xffa3abb5,
                       .line = 0xff3a3f46,
                       .shadow = 0xff101214,
                       .accent = 0xff2f95a3,
                       .onAccent = 0xffffffff,
                       .link = 0xff63c5d1,
                       .toolTip = 0xff3a4048,
                       .onToolTip = 0xfff2f4f6};

QPalette paletteOf(const Scheme& scheme)
{
    QPalette palette(QColor(scheme.text), QColor(scheme.button), QColor(scheme.base).lighter(140), QColor(scheme.shadow),
                     QColor(scheme.line), QColor(scheme.text), QColor(scheme.onAccent), QColor(scheme.base),
                     QColor(scheme.window));
    palette.setColor(QPalette::AlternateBase, QColor(scheme.alternate));
    palette.setColor(QPalette::Midlight, QColor(scheme.button));
    palette.setColor(QPalette::Mid, QColor(scheme.line));
    palette.setColor(QPalette::Highlight, QColor(scheme.accent));
    palette.setColor(QPalette::HighlightedText, QColor(scheme.onAccent));
    palette.setColor(QPalette::Link, QColor(scheme.link));
    palette.setColor(QPalette::LinkVisited, QColor(scheme.link));
    palette.setColor(QPalette::PlaceholderText, QColor(scheme.quiet));
    palette.setColor(QPalette::ToolTipBase, QColor(scheme.toolTip));
    palette.setColor(QPalette::ToolTipText, QColor(scheme.onToolTip));
    QColor faint(scheme.quiet);
    faint.setAlpha(140);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faint);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(scheme.line));
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, faint);
    return palette;
}

QString css(const QColor& colour)
{
    return colour.name(QColor::HexArgb);
}

QColor faded(QColor colour, int alpha)
{
    colour.setAlpha(alpha);
    return colour;
}

/// What Fusion draws too heavily for a window that is mostly pictures.
QString styleSheet(const QPalette& palette)
{
    const QColor text = palette.color(QPalette::WindowText), accent = palette.color(QPalette::Highlight);
    return QStringLiteral(
               "QToolBar { border: none; border-bottom: 1px solid %1; spacing: 2px; padding: 4px 8px; }"
               "QToolBar:vertical { border-bottom: none; border-right: 1px solid %1; padding: 8px 4px; }"
               "QToolBar:vertical::separator { width: auto; height: 1px; margin: 6px 5px; }"
               "QToolBar::separator { background: %1; width: 1px; margin: 5px 6px; }"
               "QToolBar QToolButton { border: 1px solid transparent; border-radius: 5px; padding: 4px; }"
               "QToolBar QToolButton:hover { background: %2; }"
               "QToolBar QToolButton:pressed { background: %3; }"
               "QToolBar QToolButton:checked { background: %4; border-color: %5; }"
               "QToolBar QToolButton:focus { border-color: %5; }"
               "QToolBar QToolButton[popupMode=\"2\"] { padding-right: 16px; }"
               "QToolBar QToolButton::menu-indicator { subcontrol-origin: padding; subcontrol-position: center right;"
               " right: 4px; width: 9px; }"
               "QMenuBar { border-bottom: 1px solid %1; }"
               "QDockWidget::title { padding: 7px 6px; text-align: left; border-bottom: 1px solid %1; }"
               "QDockWidget::close-button, QDockWidget::float-button { subcontrol-origin: margin;"
               " subcontrol-position: center right; position: absolute; width: 16px; right: 7px; }"
               "QDockWidget::float-button { right: 27px; }"
               "QStatusBar { border-top: 1px solid %1; } QStatusBar::item { border: none; }"
               "QStatusBar QLabel { padding: 3px 8px; }"
               "QMainWindow::separator { background: %1; width: 1px; height: 1px; }"
               "QMainWindow::separator:hover { background: %5; }"
               "QToolTip { border: none; padding: 5px 7px; color: %6; background: %7; }")
        .arg(css(lineColour(palette)), css(faded(text, 20)), css(faded(text, 40)), css(faded(accent, 60)), css(accent),
             css(palette.color(QPalette::ToolTipText)), css(palette.color(QPalette::ToolTipBase)));
}

/// The palette that the platform gave before we set one; null where it is only the style's own.
const QPalette* platformPalette()
{
    static const QPalette atStart = QApplication::palette();
    static const QPalette ofStyle = QApplication::style()->standardPalette();
    const auto differs = [](QPalette::ColorRole role) { return atStart.color(role) != ofStyle.color(role); };
    return differs(QPalette::Window) || differs(QPalette::WindowText) || differs(QPalette::Base) ? &atStart : nullptr;
}

} // namespace

QString themeName(Theme theme)
{
    switch (theme) {
    case Theme::light: return QStringLiteral("light");
    case Theme::dark: return QStringLiteral("dark");
    case Theme::system: break;
    }
    return QStringLiteral("system");
}

Theme themeFromName(const QString& name)
{
    return name == QLatin1String("light") ? Theme::light : name == QLatin1String("dark") ? Theme::dark : Theme::system;
}

void applyTheme(QApplication& application, Theme theme)
{
    if (application.style()->name().compare(QLatin1String("fusion"), Qt::CaseInsensitive) != 0
        && application.styleSheet().isEmpty())
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    const QPalette* platform = platformPalette();
    QPalette palette = theme == Theme::dark ? darkPalette() : lightPalette();
    if (theme == Theme::system && platform)
        palette = *platform;
    QApplication::setPalette(palette);
    application.setStyleSheet(styleSheet(palette));
}

QPalette lightPalette()
{
    return paletteOf(kLight);
}

QPalette darkPalette()
{
    return paletteOf(kDark);
}

QColor lineColour(const QPalette& palette)
{
    return palette.color(QPalette::Mid);
}

QColor quietText(const QPalette& palette)
{
    return palette.color(QPalette::Active, QPalette::PlaceholderText);
}

QColor errorColourOf(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness() < 128 ? QColor(0xff8a7a) : QColor(0xb3261e);
}

} // namespace tessera::app
