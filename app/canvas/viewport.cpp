// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/viewport.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tessera::app {
namespace {

constexpr std::array kLevels{1.0 / 64, 1.0 / 48, 1.0 / 32, 1.0 / 24, 1.0 / 16, 1.0 / 12, 1.0 / 8, 1.0 / 6,
                             1.0 / 4,  1.0 / 3,  1.0 / 2,  2.0 / 3,  1.0,      1.5,      2.0,     3.0,
                             4.0,      6.0,      8.0,      12.0,     16.0,     24.0,     32.0,    48.0,
                             64.0,     96.0,     128.0};

constexpr double kFitMargin = 8;   ///< free screen pixels around a fitted picture
constexpr double kKeepVisible = 48; ///< screen pixels of the picture that cannot be panned out of sight

/// Products of zoom factors come close to the round levels, but not onto them.
double snapped(double zoom)
{
    for (const double level : kLevels)
        if (std::abs(zoom / level - 1) < 0.004)
            return level;
    return zoom;
}

/// The centre may leave the picture, but on each axis a strip of it stays in view.
double limited(double centre, double pictureSide, double paneSide, double zoom)
{
    const double strip = std::min(kKeepVisible, std::min(paneSide, pictureSide * zoom) / 2);
    const double reach = (paneSide / 2 - strip) / zoom;
    return std::clamp(centre, std::min(-reach, pictureSide / 2), std::max(pictureSide + reach, pictureSide / 2));
}

} // namespace

Viewport::Viewport(QObject* parent) : QObject(parent) {}

QPointF Viewport::toPicture(QPointF widget, QSizeF widgetSize) const
{
    return m_centre + (widget - QPointF(widgetSize.width() / 2, widgetSize.height() / 2)) / m_zoom;
}

QPointF Viewport::toWidget(QPointF picture, QSizeF widgetSize) const
{
    return (picture - m_centre) * m_zoom + QPointF(widgetSize.width() / 2, widgetSize.height() / 2);
}

QRectF Viewport::toWidget(const QRectF& picture, QSizeF widgetSize) const
{
    return {toWidget(picture.topLeft(), widgetSize), toWidget(picture.bottomRight(), widgetSize)};
}

double Viewport::level(double zoom, int steps)
{
    // From between two levels the first step goes to the nearer one in its direction.
    constexpr double kSlightly = 1.004;
    std::ptrdiff_t index = 0;
    if (steps > 0)
        index = std::ranges::upper_bound(kLevels, zoom * kSlightly) - kLevels.begin() + steps - 1;
    else if (steps < 0)
        index = std::ranges::lower_bound(kLevels, zoom / kSlightly) - kLevels.begin() + steps;
    else
        return zoom;
    const auto last = static_cast<std::ptrdiff_t>(kLevels.size()) - 1;
    return kLevels[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(index, 0, last))];
}

void Viewport::setPictureSize(QSize size)
{
    if (size == m_pictureSize)
        return;
    // Another fit of the same picture (some pixels of padding more or less) keeps the view.
    const bool similar = !m_pictureSize.isEmpty() && !size.isEmpty()
        && std::abs(size.width() - m_pictureSize.width()) <= 64
        && std::abs(size.height() - m_pictureSize.height()) <= 64;
    m_pictureSize = size;
    if (m_fitted || !similar)
        fit();
    else
        place(m_zoom, m_centre, false);
}

void Viewport::setPaneSize(QSizeF size)
{
    if (size == m_paneSize)
        return;
    m_paneSize = size;
    if (m_fitted)
        fit();
    else
        place(m_zoom, m_centre, false);
}

void Viewport::zoomAt(QPointF widget, QSizeF widgetSize, double factor)
{
    const QPointF point = toPicture(widget, widgetSize);
    const double zoom = std::clamp(snapped(m_zoom * factor), kMinZoom, kMaxZoom);
    place(zoom, point + (m_centre - point) * (m_zoom / zoom), false);
}

void Viewport::pan(QPointF widgetDelta)
{
    place(m_zoom, m_centre - widgetDelta / m_zoom, false);
}

void Viewport::fit()
{
    double zoom = 1;
    if (!m_pictureSize.isEmpty() && !m_paneSize.isEmpty())
        zoom = std::min(std::max(m_paneSize.width() - 2 * kFitMargin, 1.0) / m_pictureSize.width(),
                        std::max(m_paneSize.height() - 2 * kFitMargin, 1.0) / m_pictureSize.height());
    const QPointF middle(m_pictureSize.width() / 2.0, m_pictureSize.height() / 2.0);
    place(std::clamp(zoom, kMinZoom, kMaxZoom), middle, true);
}

void Viewport::actualSize()
{
    setZoom(1);
}

void Viewport::setZoom(double zoom)
{
    place(std::clamp(zoom, kMinZoom, kMaxZoom), m_centre, false);
}

void Viewport::show(const View& view)
{
    if (view.fitted)
        fit();
    else
        place(std::clamp(view.zoom, kMinZoom, kMaxZoom), view.centre, false);
}

void Viewport::setView(double zoom, QPointF centre)
{
    place(std::clamp(zoom, kMinZoom, kMaxZoom), centre, false);
}

void Viewport::makeVisible(const QRectF& picture, QSizeF paneSize)
{
    const QRectF target = toWidget(picture, paneSize);
    const auto needed = [](double low, double high, double side) {
        if (low < 0)
            return -low;
        return high > side ? std::max(side - high, -low) : 0.0;
    };
    const QPointF delta(needed(target.left(), target.right(), paneSize.width()),
                        needed(target.top(), target.bottom(), paneSize.height()));
    if (!delta.isNull())
        pan(delta);
}

void Viewport::place(double zoom, QPointF centre, bool fitted)
{
    if (!m_paneSize.isEmpty())
        centre = {limited(centre.x(), m_pictureSize.width(), m_paneSize.width(), zoom),
                  limited(centre.y(), m_pictureSize.height(), m_paneSize.height(), zoom)};
    m_fitted = fitted;
    if (zoom == m_zoom && centre == m_centre)
        return;
    m_zoom = zoom;
    m_centre = centre;
    emit changed();
}

} // namespace tessera::app
