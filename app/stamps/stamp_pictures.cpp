// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stamps/stamp_pictures.h"

#include "app/codes/code_looks.h"
#include "app/pictures/picture_files.h"
#include "app/session.h"
#include "core/model/block_picture.h"

#include <QGuiApplication>
#include <QImage>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace tessera::app {
namespace {

constexpr int kLeastSwatch = 4; ///< pixels; smaller ones are colours
constexpr std::size_t kMostDecoded = 256;

} // namespace

StampPictures::StampPictures(Session& session, const CodeLooks& looks, QObject* parent)
    : QObject(parent), m_session(session), m_looks(looks)
{
    connect(&looks, &CodeLooks::changed, this, &StampPictures::changed);
    connect(&session, &Session::modelChanged, this, &StampPictures::restart);
    connect(&session.device(), &DeviceInUse::changed, this, &StampPictures::restart);
    connect(&session.engine(), &Engine::blockDecoded, this, &StampPictures::take);
}

QPixmap StampPictures::picture(const core::CodeBlock& block)
{
    const auto found = std::ranges::find(m_decoded, block, &Decoded::block);
    if (found != m_decoded.end() && !found->image.isNull())
        return scaled(found->image, block, Qt::SmoothTransformation);
    const bool isFew = std::max(block.rows, block.cols) <= core::kLargestBlock;
    if (found == m_decoded.end() && isFew && std::ranges::find(m_wanted, block) == m_wanted.end()) {
        m_wanted.push_back(block);
        ask();
    }
    const qreal ratio = qGuiApp->devicePixelRatio();
    const int side = kSide / std::max(block.rows, block.cols);
    return side < kLeastSwatch ? scaled(inColours(block), block, Qt::FastTransformation)
                               : scaled(inSwatches(block, side, ratio), block, Qt::SmoothTransformation);
}

void StampPictures::ask()
{
    const std::shared_ptr<const core::VqModel>& model = m_session.model().model;
    if (m_asking || m_wanted.empty() || !model || m_session.device().name().isEmpty())
        return;
    m_asking = true;
    m_request = m_session.engine().decodeBlock(model, m_wanted.front());
}

void StampPictures::take(quint64 request, const std::shared_ptr<const core::Picture>& picture)
{
    if (request != m_request || !m_asking)
        return;
    Decoded made{std::move(m_wanted.front()),
                 picture ? toImage(*picture).convertToFormat(QImage::Format_ARGB32) : QImage()};
    m_wanted.pop_front();
    m_asking = false;
    if (picture) { // what the block leaves out is transparent
        QPainter painter(&made.image);
        painter.setCompositionMode(QPainter::CompositionMode_Clear);
        const int f = picture->width / made.block.cols;
        std::size_t i = 0;
        for (int row = 0; row < made.block.rows; ++row)
            for (int col = 0; col < made.block.cols; ++col, ++i)
                if (made.block.mask[i] == 0)
                    painter.fillRect(col * f, row * f, f, f, Qt::transparent);
    }
    m_decoded.push_front(std::move(made));
    if (m_decoded.size() > kMostDecoded)
        m_decoded.pop_back();
    emit changed();
    ask();
}

/// Another model, or a device on which what failed may succeed.
void StampPictures::restart()
{
    m_decoded.clear();
    m_wanted.clear();
    m_asking = false;
    emit changed();
}

QPixmap StampPictures::scaled(const QImage& image, const core::CodeBlock& block, Qt::TransformationMode mode) const
{
    const qreal ratio = qGuiApp->devicePixelRatio();
    const QSize size = (QSizeF(block.cols, block.rows).scaled(kSide, kSide, Qt::KeepAspectRatio) * ratio).toSize();
    QPixmap pixmap = QPixmap::fromImage(image.scaled(size.expandedTo({1, 1}), Qt::IgnoreAspectRatio, mode));
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
