// SPDX-License-Identifier: GPL-3.0-or-later
// What is shown of a document's codes: a whole decode, and perhaps an approximate part over it, which was computed
// alone around the cells that have changed since. A value; its pictures are shared and never change.
#pragma once

#include "core/picture.h"

#include <QRect>
#include <QRgb>

#include <memory>

namespace tessera::app {

/// A piece of a picture and where it belongs.
struct PicturePart {
    int x = 0, y = 0;
    core::Picture picture;

    QRect rect() const { return {x, y, picture.width, picture.height}; }
};

struct ShownPicture {
    std::shared_ptr<const core::Picture> whole; ///< exact for the codes that it was decoded from; null for nothing
    std::shared_ptr<const PicturePart> part{}; ///< lies over it; null for nothing
    quint64 revision = 0; ///< of the codes that both together stand for

    bool operator==(const ShownPicture&) const = default;
    QRect partRect() const { return part ? part->rect() : QRect(); }
    /// The values of one pixel of `whole` or of `part`.
    const float* pixel(int x, int y) const;
    /// What that pixel looks like on a screen, opaque; 0 outside the picture, or where there is none.
    QRgb colour(QPoint pixel) const;
    /// The pixels of `rect`, which lies in the whole.
    core::Picture cut(const QRect& rect) const;
};

/// The pixels of `rect`, which lies in the picture.
core::Picture cut(const core::Picture& picture, const QRect& rect);

} // namespace tessera::app
