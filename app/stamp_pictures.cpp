// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stamp_pictures.h"

#include "app/code_looks.h"
#include "app/session.h"

#include <QGuiApplication>
#include <QImage>
#include <QPainter>

#include <algorithm>

namespace tessera::app {
namespace {

constexpr int kLeastSwatch = 4; ///< pixels; smaller ones are colours

} // namespace

StampPictures::StampPictures(Session& session, const CodeLooks& looks, QObject* parent)
    : QObject(parent), m_session(session), m_looks(looks)
{
    connect(&looks, &CodeLooks::changed, this, &StampPictures::changed);
}

QPixmap StampPictures::picture(const core::CodeBlock& block) const
{
    const qreal ratio = qGuiApp->devicePixelRatio();
    const int side = kSide / std::max(block.rows, block.cols);
    const QImage image = side < kLeastSwatch ? inColours(block) : inSwatches(block, side, ratio);
    const QSize size = (QSizeF(block.cols, block.rows).scaled(kSide, kSide, Qt::KeepAspectRatio) * ratio).toSize();
    QPixmap pixmap = QPixmap::fromImage(image.scaled(size.expandedTo({1, 1}), Qt::IgnoreAspectRatio,
                                                     side < kLeastSwatch ? Qt::FastTransformation : Qt::SmoothTransformation));
    pixmap.setDevicePixelRatio(ratio);
    return pixmap;
}

/// A pixel a code; what the block leaves out is transparent.
QImage StampPictures::inColours(const core::CodeBlock& block) const
{
    QImage image(block.cols, block.rows, QImage::Format_ARGB32_Premultiplied);
    std::size_t i = 0;
    for (int row = 0; row < block.rows; ++row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
        for (int col = 0; col < block.cols; ++col, ++i)
            line[col] = block.mask[i] != 0 ? m_looks.colour(block.codes[i]) : 0;
    }
    return image;
}

/// The looks of its codes side by side.
QImage StampPictures::inSwatches(const core::CodeBlock& block, int side, qreal ratio) const
{
    QImage image(QSize(block.cols, block.rows) * side * ratio, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    std::size_t i = 0;
    for (int row = 0; row < block.rows; ++row)
        for (int col = 0; col < block.cols; ++col, ++i)
            if (block.mask[i] != 0)
                painter.drawPixmap(col * side, row * side, m_looks.swatch(block.codes[i], side, ratio));
    return image;
}

} // namespace tessera::app
