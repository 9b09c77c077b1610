// SPDX-License-Identifier: GPL-3.0-or-later
// An image and its halves, quarters ..., so that a large picture shrunk to the screen is averaged, not sampled. A part
// of it can be replaced without touching the rest.
#pragma once

#include <QImage>
#include <QPoint>

#include <vector>

namespace tessera::app {

class Mipmap {
public:
    Mipmap() = default;
    /// `image` is Format_RGB32 or null. Costs about as much as some copies of it; meant for worker threads.
    explicit Mipmap(QImage image);

    bool isEmpty() const { return m_levels.empty(); }
    QSize size() const { return isEmpty() ? QSize() : m_levels.front().size(); }
    /// The image to draw where one pixel of the whole picture covers `scale` device pixels: shrunk by less than 2.
    const QImage& level(double scale) const;

    /// The pixels, in each level, that are others when a piece of the image is.
    struct Patch {
        struct Piece {
            QPoint at;
            QImage image;
        };
        std::vector<Piece> pieces; ///< whole size first
    };
    /// For an image in which `image` lies at `at`. The work is here, for a worker thread,
    Patch patch(QPoint at, QImage image) const;
    /// and little is left here: rows are copied.
    void paste(const Patch& patch);

private:
    std::vector<QImage> m_levels; ///< whole size first
};

} // namespace tessera::app
