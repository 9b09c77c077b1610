// SPDX-License-Identifier: GPL-3.0-or-later
// A bar of colours with the numbers that its ends stand for.
#pragma once

#include <QPalette>
#include <QRectF>
#include <QRgb>
#include <QString>

#include <functional>

class QPainter;

namespace tessera::app {

/// Draws it at the right end of `free`, in the painter's font; `colour` gives the colour of each part in 0..1. Returns
/// what is left of `free`.
QRectF drawColourBar(QPainter& painter, QRectF free, const QString& low, const QString& high,
                     const std::function<QRgb(double)>& colour, const QPalette& palette);

} // namespace tessera::app
