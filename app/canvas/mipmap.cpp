// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canvas/mipmap.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace tessera::app {
namespace {

constexpr int kSmallestSide = 64; ///< below this, plain smooth scaling does

} // namespace

Mipmap::Mipmap(QImage image)
{
    if (image.isNull())
        return;
    m_levels.push_back(std::move(image));
    while (std::min(m_levels.back().width(), m_levels.back().height()) > kSmallestSide) {
        const QImage& last = m_levels.back();
        m_levels.push_back(last.scaled((last.width() + 1) / 2, (last.height() + 1) / 2, Qt::IgnoreAspectRatio,
                                       Qt::SmoothTransformation));
    }
}

const QImage& Mipmap::level(double scale) const
{
    assert(!isEmpty());
    std::size_t index = 0;
    while (scale <= 0.5 && index + 1 < m_levels.size()) {
        scale *= 2;
        ++index;
    }
    return m_levels[index];
}

} // namespace tessera::app
