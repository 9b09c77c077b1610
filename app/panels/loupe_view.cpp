// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/loupe_view.h"

#include "app/overlays/shades.h"
#include "app/panes/pane_images.h"

#include <QPainter>

#include <algorithm>

namespace tessera::app {

LoupeView::LoupeView(const PaneImages& images, QWidget* parent) : QWidget(parent), m_images(images)
{
    setMinimumHeight(120);
    setAccessibleName(tr("Loupe"));
}

void LoupeView::setPixel(QPoint pixel)
{
    if (pixel == m_pixel)
        return;
    m_pixel = pixel;
    update();
}

void LoupeView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    constexpr PaneSource kSources[] = {PaneSource::input, PaneSource::reconstruction};
    constexpr int kGap = 8;
    const int text = fontMetrics().height() + 2;
    const int side = std::max(1, std::min((width() - 3 * kGap) / 2, height() - text - kGap) / kPixels) * kPixels;
    const int pixel = side / kPixels;
    int x = (width() - 2 * side - kGap) / 2;
    for (const PaneSource source : kSources) {
        painter.setPen(mutedText(palette()));
        painter.drawText(QRect(x, 0, side, text), Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(paneName(source), Qt::ElideRight, side));
        const QRect box(x, text, side, side);
        painter.fillRect(box, surround(palette()));
        const Mipmap& picture = m_images.picture(source);
        if (!picture.isEmpty() && m_pixel.x() >= 0) {
            const QImage& image = picture.level(1);
            const QPoint corner = m_pixel - QPoint(kPixels / 2, kPixels / 2);
            const QRect seen = QRect(corner, QSize(kPixels, kPixels)).intersected(image.rect());
            painter.drawImage(QRect(box.topLeft() + (seen.topLeft() - corner) * pixel, seen.size() * pixel), image,
                              seen);
            const QRect middle(box.topLeft() + QPoint(kPixels / 2, kPixels / 2) * pixel, QSize(pixel, pixel));
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(Qt::black, 3));
            painter.drawRect(middle);
            painter.setPen(QPen(Qt::white, 1));
            painter.drawRect(middle);
        }
        x += side + kGap;
    }
}

} // namespace tessera::app
