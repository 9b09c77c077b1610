// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stamp_pictures.h"

#include "app/code_looks.h"
#include "app/session.h"

#include <QGuiApplication>
#include <QImage>
#include <QPainter>

namespace tessera::app {

StampPictures::StampPictures(Session& session, const CodeLooks& looks, QObject* parent)
    : QObject(parent), m_session(session), m_looks(looks)
{
    connect(&looks, &CodeLooks::changed, this, &StampPictures::changed);
}

QPixmap StampPictures::picture(const core::CodeBlock& block) const
{
    const qreal ratio = qGuiApp->devicePixelRatio();
    const QImage image = drawn(block);
    const QSize size = (QSizeF(image.size()).scaled(kSide, kSide, Qt::KeepAspectRatio) * ratio).toSize().expandedTo({1, 1});
    QPixmap pixmap = QPixmap::fromImage(image.scaled(size, Qt::IgnoreAspectRatio, Qt::FastTransformation));
    pixmap.setDevicePixelRatio(ratio);
    return pixmap;
}

/// A pixel a code; what the block leaves out is transparent.
QImage StampPictures::drawn(const core::CodeBlock& block) const
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

} // namespace tessera::app
