// SPDX-License-Identifier: GPL-3.0-or-later
// An image and its halves, quarters ..., so that a large picture shrunk to the screen is averaged, not sampled.
#pragma once

#include <QImage>

#include <vector>

namespace tessera::app {

class Mipmap {
public:
    Mipmap() = default;
    /// Costs about as much as two copies of the image; meant for worker threads.
    explicit Mipmap(QImage image);

    bool isEmpty() const { return m_levels.empty(); }
    QSize size() const { return isEmpty() ? QSize() : m_levels.front().size(); }
    /// The image to draw where one pixel of the whole picture covers `scale` device pixels: shrunk by less than 2.
    const QImage& level(double scale) const;

private:
    std::vector<QImage> m_levels; ///< whole size first
};

} // namespace tessera::app
