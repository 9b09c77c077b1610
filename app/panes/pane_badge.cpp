// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/pane_badge.h"

#include "app/overlays/shades.h"
#include "app/panes/pane_header.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace tessera::app {
namespace {

constexpr double kGap = 8, kEnd = 8, kBetween = 6; ///< before the pill, at its ends, between sign and word

double glyphOf(const QFontMetricsF& metrics)
{
    return std::round(metrics.capHeight()) + 2;
}

QColor stateColour(PaneState state, const QPalette& palette)
{
    const bool dark = isDark(palette);
    switch (state) {
    case PaneState::exact:
        return dark ? QColor(122, 204, 140) : QColor(22, 112, 52);
    case PaneState::approximate:
        return dark ? QColor(204, 166, 246) : QColor(112, 60, 164);
    case PaneState::decoding:
        return dark ? QColor(132, 182, 244) : QColor(24, 88, 172);
    case PaneState::outOfDate:
        return dark ? QColor(240, 180, 92) : QColor(146, 82, 0);
    case PaneState::none:
        break;
    }
    return palette.color(QPalette::WindowText);
}

/// A check, two waves, three dots, or an exclamation mark, in a box of one unit.
QPainterPath sign(PaneState state)
{
    QPainterPath path;
    if (state == PaneState::exact) {
        path.moveTo(0.08, 0.55);
        path.lineTo(0.38, 0.85);
        path.lineTo(0.95, 0.18);
    } else if (state == PaneState::approximate) {
        for (const double y : {0.36, 0.74}) {
            path.moveTo(0.06, y + 0.08);
            path.cubicTo(0.36, y - 0.3, 0.64, y + 0.3, 0.94, y - 0.08);
        }
    } else if (state == PaneState::decoding) {
        for (const double x : {0.12, 0.5, 0.88}) {
            path.moveTo(x - 0.01, 0.55);
            path.lineTo(x + 0.01, 0.55);
        }
    } else {
        path.moveTo(0.5, 0.08);
        path.lineTo(0.5, 0.6);
        path.moveTo(0.5, 0.91);
        path.lineTo(0.5, 0.93);
    }
    return path;
}

} // namespace

QString paneStateText(PaneState state)
{
    switch (state) {
    case PaneState::exact:
        return PaneHeader::tr("exact");
    case PaneState::approximate:
        return PaneHeader::tr("approximate");
    case PaneState::decoding:
        return PaneHeader::tr("decoding …");
    case PaneState::outOfDate:
        return PaneHeader::tr("out of date");
    case PaneState::none:
        break;
    }
    return {};
}

double paneSignWidth(const QFontMetricsF& metrics)
{
    return kGap + glyphOf(metrics) + 2 * kEnd;
}

QRectF drawPaneBadge(QPainter& painter, QRectF free, PaneState state, const QPalette& palette)
{
    const QString text = paneStateText(state);
    if (text.isEmpty())
        return free;
    const QFontMetricsF metrics(painter.font());
    const double glyph = glyphOf(metrics);
    const double height = metrics.height() + 2;
    const double word = kBetween + metrics.horizontalAdvance(text);
    const bool hasWord = glyph + word + 2 * kEnd <= free.width();
    const double width = glyph + 2 * kEnd + (hasWord ? word : 0);
    const QRectF pill(free.right() - width, free.center().y() - height / 2, width, height);
    const QColor colour = stateColour(state, palette);
    painter.setPen(QPen(withAlpha(colour, 110), 1));
    painter.setBrush(withAlpha(colour, 36));
    painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2);

    painter.save();
    painter.translate(pill.left() + kEnd, pill.center().y() - glyph / 2);
    painter.scale(glyph, glyph);
    painter.strokePath(sign(state), QPen(colour, 2 / glyph, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.restore();

    if (hasWord) {
        painter.setPen(colour);
        painter.drawText(pill.adjusted(kEnd + glyph + kBetween, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text);
    }
    free.setRight(pill.left() - kGap);
    return free;
}

} // namespace tessera::app
