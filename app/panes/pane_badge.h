// SPDX-License-Identifier: GPL-3.0-or-later
// How far what a pane shows can be trusted: a sign and a word, never a colour alone.
#pragma once

#include <QRectF>
#include <QString>

class QFontMetricsF;
class QPainter;
class QPalette;

namespace tessera::app {

/// How the shown reconstruction stands to the shown codes, the most certain first.
enum class PaneState { none, exact, approximate, decoding, outOfDate };

QString paneStateText(PaneState state); ///< empty for none

/// What the sign takes, in pixels, with the gap before it and without the word.
double paneSignWidth(const QFontMetricsF& metrics);

/// At the right end of `free`, in the painter's font, with the word where it fits; returns what is left of `free`.
QRectF drawPaneBadge(QPainter& painter, QRectF free, PaneState state, const QPalette& palette);

} // namespace tessera::app
