// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/spectrum_view.h"

#include "app/overlays/colour_bar.h"
#include "app/overlays/shades.h"
#include "core/analysis/colour_maps.h"

#include <QLocale>
#include <QPainter>

#include <utility>

namespace tessera::app {
namespace {

QRgb viridis(double part)
{
    const core::Rgb colour = core::mapColour(core::ColourMap::viridis, part);
    return qRgb(colour[0], colour[1], colour[2]);
}

} // namespace

SpectrumView::SpectrumView(QWidget* parent) : QWidget(parent)
{
    setMinimumHeight(120);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Power spectrum in two dimensions"));
    setToolTip(tr("The mean is in the middle; at the edges are 0.5 cycles per pixel, across and down."));
}

void SpectrumView::setSpectrum(const QImage& image, double lowest, double highest, std::vector<QPointF> peaks)
{
    m_image = image;
    m_lowest = lowest;
    m_highest = highest;
    m_peaks = std::move(peaks);
    update();
}

void SpectrumView::paintEvent(QPaintEvent*)
{
    if (m_image.isNull())
        return;
    QPainter painter(this);
    const double text = fontMetrics().height() + 4;
    const QRectF area = QRectF(rect()).adjusted(0, 0, 0, -text);
    QRectF place({}, QSizeF(m_image.size()).scaled(area.size(), Qt::KeepAspectRatio));
    place.moveCenter(area.center());
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.setOpacity(isEnabled() ? 1 : 0.5);
    painter.drawImage(place, m_image);

    painter.setRenderHint(QPainter::Antialiasing);
    constexpr double kRadius = 5;
    for (const QPointF& peak : m_peaks)
        for (const double side : {-1.0, 1.0}) {
            const QPointF middle = place.center()
                + QPointF(side * peak.x() * place.width(), side * peak.y() * place.height());
            painter.setPen(QPen(Qt::black, 3));
            painter.drawEllipse(middle, kRadius, kRadius);
            painter.setPen(QPen(Qt::white, 1.4));
            painter.drawEllipse(middle, kRadius, kRadius);
        }
    painter.setOpacity(1);

    const QRectF below(0, area.bottom(), width(), text);
    const QLocale locale;
    const QRectF rest = drawColourBar(painter, below, tr("%1 dB").arg(locale.toString(m_lowest, 'f', 0)),
                                      tr("%1 dB").arg(locale.toString(m_highest, 'f', 0)), viridis, palette());
    painter.setPen(mutedText(palette()));
    painter.drawText(rest, Qt::AlignVCenter | Qt::AlignLeft,
                     fontMetrics().elidedText(tr("edges: 0.5 cycles/px"), Qt::ElideRight,
                                              static_cast<int>(rest.width())));
}

} // namespace tessera::app
