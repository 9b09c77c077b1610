// SPDX-License-Identifier: GPL-3.0-or-later
// File names and other strangers' texts in places where Qt would guess whether they are markup.
#pragma once

#include <QDir>
#include <QString>

namespace tessera::app {

/// A tool tip that shows `text` as it is.
inline QString plainToolTip(const QString& text)
{
    return QStringLiteral("<p style=\"white-space:pre\">%1</p>").arg(text.toHtmlEscaped());
}

/// A menu's or button's text that shows `text` as it is, without mnemonics.
inline QString plainLabel(QString text)
{
    return text.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

/// A folder's path as people say it, with ~ for their own.
inline QString shortFolder(QString folder)
{
    const QString home = QDir::homePath();
    const bool isInside = folder == home || folder.startsWith(home + QLatin1Char('/'));
    return isInside ? folder.replace(0, home.size(), QStringLiteral("~")) : folder;
}

} // namespace tessera::app
