// SPDX-License-Identifier: GPL-3.0-or-later
// Words over a pane: what is seen where two things are compared, and the line between them.
#pragma once

#include <QPalette>
#include <QRectF>
#include <QString>

class QPainter;

namespace tessera::app {

/// A label in the upper left (or right) corner of `area`, cut where it does not fit.
void drawCornerLabel(QPainter& painter, const QRectF& area, const QString& text, Qt::Alignment side,
                     const QPalette& palette);

/// The line of a wipe at `x`, with a handle in the middle of `area`.
void drawWipeLine(QPainter& painter, const QRectF& area, double x);

} // namespace tessera::app
