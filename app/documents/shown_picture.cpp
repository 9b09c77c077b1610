// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/documents/shown_picture.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace tessera::app {

core::Picture cut(const core::Picture& picture, const QRect& rect)
{
    assert(QRect(0, 0, picture.width, picture.height).contains(rect));
    core::Picture piece(rect.width(), rect.height(), picture.channels);
    const auto rowValues = static_cast<std::size_t>(piece.width) * static_cast<std::size_t>(piece.channels);
    for (int y = 0; y < piece.height; ++y)
        std::copy_n(picture.pixel(rect.x(), rect.y() + y), rowValues, piece.pixel(0, y));
    return piece;
}

const float* ShownPicture::pixel(int x, int y) const
{
    return partRect().contains(x, y) ? part->picture.pixel(x - part->x, y - part->y) : whole->pixel(x, y);
}

QRgb ShownPicture::colour(QPoint at) const
{
    if (!whole || !QRect(0, 0, whole->width, whole->height).contains(at))
        return 0;
    const float* values = pixel(at.x(), at.y());
    const auto byte = [values](int channel) {
        return static_cast<int>(std::lround(std::clamp(values[channel], 0.0F, 1.0F) * 255));
    };
    return whole->channels < 3 ? qRgb(byte(0), byte(0), byte(0)) : qRgb(byte(0), byte(1), byte(2));
}

core::Picture ShownPicture::cut(const QRect& rect) const
{
    core::Picture piece = app::cut(*whole, rect);
    const QRect covered = rect & partRect();
    const auto rowValues = static_cast<std::size_t>(covered.width()) * static_cast<std::size_t>(piece.channels);
    for (int y = covered.top(); y <= covered.bottom(); ++y)
        std::copy_n(pixel(covered.left(), y), rowValues, piece.pixel(covered.left() - rect.left(), y - rect.top()));
    return piece;
}

} // namespace tessera::app
