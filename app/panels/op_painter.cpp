// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/op_painter.h"

#include "app/overlays/shades.h"
#include "app/panels/op_list.h"
#include "app/window/theme.h"

#include <QPainter>

#include <algorithm>

namespace tessera::app {
namespace {

constexpr int kMargin = 10;
constexpr int kAbove = 4;
constexpr int kBar = 4;
constexpr int kGap = 2;

QFont smallFont(QFont font)
{
    font.setPointSizeF(font.pointSizeF() * 0.88);
    return font;
}

/// `right` at the end of the line, `left` in what is left of it.
void drawLine(QPainter& painter, const QRect& line, const QString& left, const QString& right)
{
    const QFontMetrics metrics = painter.fontMetrics();
    const int width = metrics.horizontalAdvance(right);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, right);
    const int room = line.width() - width - (width > 0 ? kMargin : 0);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(left, Qt::ElideRight, room));
}

} // namespace

void OpPainter::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QPalette& palette = option.palette;
    const bool isCurrent = option.state.testFlag(QStyle::State_HasFocus);
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, withAlpha(palette.color(QPalette::Highlight), 40));
    else if (option.state.testFlag(QStyle::State_MouseOver))
        painter->fillRect(option.rect, withAlpha(palette.color(QPalette::Text), 14));

    QRect line = option.rect.adjusted(kMargin, kAbove, -kMargin, 0);
    line.setHeight(option.fontMetrics.height());
    painter->setFont(option.font);
    painter->setPen(palette.color(QPalette::Text));
    drawLine(*painter, line, index.data(Qt::DisplayRole).toString(), index.data(OpList::kTiming).toString());

    const QRectF track(line.left(), line.bottom() + kGap, line.width(), kBar);
    painter->setPen(Qt::NoPen);
    painter->setBrush(withAlpha(palette.color(QPalette::Text), 26));
    painter->drawRoundedRect(track, kBar / 2.0, kBar / 2.0);
    QRectF bar = track;
    bar.setWidth(std::max<double>(kBar, track.width() * index.data(OpList::kPartOfSlowest).toDouble()));
    painter->setBrush(palette.color(QPalette::Highlight));
    painter->drawRoundedRect(bar, kBar / 2.0, kBar / 2.0);

    painter->setFont(smallFont(option.font));
    painter->setPen(quietText(palette));
    line = QRect(line.left(), qRound(track.bottom()) + kGap, line.width(), painter->fontMetrics().height());
    drawLine(*painter, line, index.data(OpList::kDetail).toString(), index.data(OpList::kSpeed).toString());

    if (isCurrent) {
        painter->setPen(QPen(palette.color(QPalette::Highlight), 1.5));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(option.rect).adjusted(2, 1, -2, -1), 3, 3);
    }
    painter->restore();
}

QSize OpPainter::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    const int detail = QFontMetrics(smallFont(option.font)).height();
    return {160, 2 * kAbove + option.fontMetrics.height() + kBar + 2 * kGap + detail};
}

} // namespace tessera::app
