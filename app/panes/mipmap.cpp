// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/mipmap.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <utility>

namespace tessera::app {
namespace {

constexpr int kSmallestSide = 64; ///< below this, plain smooth scaling does
constexpr int kChannels = 3;

QSize half(QSize size) { return {(size.width() + 1) / 2, (size.height() + 1) / 2}; }

// A line of `from` pixels over one of `to` pixels: the first and the last pixel of `to` that lie over `pixel` of
// `from`.
int firstOver(int pixel, int from, int to) { return static_cast<int>(std::int64_t{pixel} * to / from); }
int lastOver(int pixel, int from, int to) { return static_cast<int>((std::int64_t{pixel + 1} * to - 1) / from); }

QRect over(const QRect& rect, QSize from, QSize to)
{
    return {
        QPoint(firstOver(rect.left(), from.width(), to.width()), firstOver(rect.top(), from.height(), to.height())),
        QPoint(lastOver(rect.right(), from.width(), to.width()), lastOver(rect.bottom(), from.height(), to.height()))};
}

/// The pixels of a level that one of the next level covers along a line, and how much of it each is: three at most.
struct Cover {
    int first = 0;
    std::array<float, 3> shares{};
};

/// `pixel` is one of `to`, which are half of `from` or a bit more.
Cover coverOf(int pixel, int from, int to)
{
    const double ratio = static_cast<double>(from) / to, begin = pixel * ratio, end = begin + ratio;
    Cover cover{firstOver(pixel, to, from), {}};
    for (std::size_t i = 0; i < cover.shares.size(); ++i) {
        const double left = cover.first + static_cast<double>(i);
        cover.shares[i] = static_cast<float>(std::max(0.0, std::min(end, left + 1) - std::max(begin, left)) / ratio);
    }
    return cover;
}

void addLine(std::vector<float>& sums, const QImage& piece, int row, float share)
{
    const auto* line = reinterpret_cast<const QRgb*>(piece.constScanLine(row));
    float* sum = sums.data();
    for (int x = 0; x < piece.width(); ++x, sum += kChannels) {
        sum[0] += share * static_cast<float>(qRed(line[x]));
        sum[1] += share * static_cast<float>(qGreen(line[x]));
        sum[2] += share * static_cast<float>(qBlue(line[x]));
    }
}

/// `target` of the level above one of `size`, of which `piece`, at `at`, holds all that it takes.
QImage halved(const QImage& piece, QPoint at, QSize size, const QRect& target)
{
    const QSize next = half(size);
    std::vector<Cover> columns;
    columns.reserve(static_cast<std::size_t>(target.width()));
    for (int x = target.left(); x <= target.right(); ++x) {
        columns.push_back(coverOf(x, size.width(), next.width()));
        columns.back().first -= at.x();
    }
    std::vector<float> sums;
    QImage result(target.size(), QImage::Format_RGB32);
    for (int y = target.top(); y <= target.bottom(); ++y) {
        const Cover rows = coverOf(y, size.height(), next.height());
        sums.assign(static_cast<std::size_t>(piece.width() + 2) * kChannels, 0); // a cover may begin at the last pixel
        for (std::size_t i = 0; i < rows.shares.size(); ++i)
            if (rows.shares[i] > 0)
                addLine(sums, piece, std::min(rows.first + static_cast<int>(i) - at.y(), piece.height() - 1),
                        rows.shares[i]);
        auto* line = reinterpret_cast<QRgb*>(result.scanLine(y - target.top()));
        for (const Cover& cover : columns) {
            const float* from = sums.data() + static_cast<std::ptrdiff_t>(cover.first) * kChannels;
            const auto mean = [&](int c) {
                const float sum = cover.shares[0] * from[c] + cover.shares[1] * from[c + kChannels]
                    + cover.shares[2] * from[c + 2 * kChannels];
                return static_cast<int>(sum + 0.5F);
            };
            *line++ = qRgb(mean(0), mean(1), mean(2));
        }
    }
    return result;
}

void copyInto(QImage& image, QPoint at, const QImage& piece)
{
    assert(image.rect().contains(QRect(at, piece.size())));
    const auto bytes = static_cast<std::size_t>(piece.width()) * sizeof(QRgb);
    for (int y = 0; y < piece.height(); ++y)
        std::memcpy(image.scanLine(at.y() + y) + static_cast<std::size_t>(at.x()) * sizeof(QRgb),
                    piece.constScanLine(y), bytes);
}

} // namespace

Mipmap::Mipmap(QImage image)
{
    if (image.isNull())
        return;
    assert(image.format() == QImage::Format_RGB32);
    m_levels.push_back(std::move(image));
    while (std::min(m_levels.back().width(), m_levels.back().height()) > kSmallestSide) {
        const QImage& last = m_levels.back();
        m_levels.push_back(halved(last, {0, 0}, last.size(), QRect(QPoint(), half(last.size()))));
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

Mipmap::Patch Mipmap::patch(QPoint at, QImage image) const
{
    Patch patch;
    if (isEmpty() || image.isNull())
        return patch;
    assert(image.format() == QImage::Format_RGB32);
    patch.pieces.push_back({at, std::move(image)});
    for (std::size_t i = 0; i + 1 < m_levels.size(); ++i) {
        const Patch::Piece& piece = patch.pieces.back();
        const QSize size = m_levels[i].size();
        const QRect target = over(QRect(piece.at, piece.image.size()), size, half(size));
        const QRect source = over(target, half(size), size);
        QImage surroundings = m_levels[i].copy(source);
        copyInto(surroundings, piece.at - source.topLeft(), piece.image);
        patch.pieces.push_back({target.topLeft(), halved(surroundings, source.topLeft(), size, target)});
    }
    return patch;
}

void Mipmap::paste(const Patch& patch)
{
    assert(patch.pieces.empty() || patch.pieces.size() == m_levels.size());
    for (std::size_t i = 0; i < patch.pieces.size(); ++i)
        copyInto(m_levels[i], patch.pieces[i].at, patch.pieces[i].image);
}

} // namespace tessera::app
