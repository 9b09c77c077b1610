// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/band_view.h"

#include "app/overlays/colour_bar.h"
#include "app/overlays/shades.h"
#include "app/panes/difference_image.h"
#include "core/analysis/spectrum_compare.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tessera::app {

BandView::BandView(QWidget* parent) : QWidget(parent)
{
    setMinimumHeight(300);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setToolTip(tr("Luma of input − reconstruction: blue where the input is darker, orange where it is lighter. "
                  "Percents are shares of its mean square (MSE)."));
}

void BandView::setBands(const std::array<QImage, 3>& bands, double range, const std::array<double, 3>& errors)
{
    m_bands = bands;
    m_range = range;
    m_errors = errors;
    setAccessibleName(tr("Error by bands of frequencies"));
    setAccessibleDescription(caption(0) + QLatin1Char('\n') + caption(1) + QLatin1Char('\n') + caption(2));
    update();
}

QString BandView::caption(std::size_t i) const
{
    const core::BandEdges edges;
    const double all = m_errors[0] + m_errors[1] + m_errors[2];
    const auto part = [](double edge) { return QString::number(std::lround(1 / edge)); };
    const QString names[] = {tr("Low, below 1/%1 cycles/px").arg(part(edges.low)),
                             tr("Middle, 1/%1 to 1/%2").arg(part(edges.low), part(edges.high)),
                             tr("High, above 1/%1").arg(part(edges.high))};
    return tr("%1: %2 %, MSE %3")
        .arg(names[i])
        .arg(all > 0 ? std::lround(100 * m_errors[i] / all) : 0)
        .arg(QLocale().toString(m_errors[i], 'f', 2));
}

void BandView::paintEvent(QPaintEvent*)
{
    if (m_bands[0].isNull())
        return;
    QPainter painter(this);
    const double text = fontMetrics().height() + 4;
    const double each = (height() - text) / double(m_bands.size());
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    for (std::size_t i = 0; i < m_bands.size(); ++i) {
        const QRectF line(0, double(i) * each, width(), text);
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft,
                         fontMetrics().elidedText(caption(i), Qt::ElideRight, width()));
        const QRectF free(0, line.bottom(), width(), each - text - 4);
        QRectF place({}, QSizeF(m_bands[i].size()).scaled(free.size(), Qt::KeepAspectRatio));
        place.moveTopLeft(free.topLeft());
        painter.setOpacity(isEnabled() ? 1 : 0.5);
        painter.drawImage(place, m_bands[i]);
        painter.setOpacity(1);
    }
    const QRectF below(0, height() - text, width(), text);
    const QString range = QLocale().toString(m_range, 'g', 2);
    const QRectF rest = drawColourBar(
        painter, below, QStringLiteral("−") + range, QStringLiteral("+") + range,
        [](double value) { return differenceColour(2 * value - 1, true); }, palette());
    painter.setPen(mutedText(palette()));
    painter.drawText(rest, Qt::AlignVCenter | Qt::AlignLeft,
                     fontMetrics().elidedText(tr("luma of the error"), Qt::ElideRight,
                                              static_cast<int>(rest.width())));
}

} // namespace tessera::app
