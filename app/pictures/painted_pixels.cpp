// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/painted_pixels.h"

#include <QList>

#include <algorithm>
#include <utility>

namespace tessera::app {
namespace {

QRect pixelRect(const core::CellRect& cells, int factor)
{
    return {cells.left * factor, cells.top * factor, cells.cols * factor, cells.rows * factor};
}

bool waits(const PixelLayer& layer)
{
    return layer.revision == 0;
}

} // namespace

QImage imageOf(const core::PixelStroke& stroke, QRgb colour)
{
    if (stroke.bounds().isEmpty())
        return {};
    QImage image(stroke.cover().data(), stroke.width(), stroke.height(), stroke.width(), QImage::Format_Indexed8);
    QList<QRgb> table;
    for (int cover = 0; cover < 256; ++cover)
        table << qRgba(qRed(colour), qGreen(colour), qBlue(colour), cover);
    image.setColorTable(table);
    return image;
}

PaintedPixels::PaintedPixels(QObject* parent) : QObject(parent)
{
    connect(this, &PaintedPixels::waitingChanged, this, &PaintedPixels::coveringChanged);
}

const PixelLayer* PaintedPixels::next() const
{
    const auto found = std::ranges::find_if(m_layers, waits);
    return found == m_layers.end() ? nullptr : &*found;
}

QString PaintedPixels::newestLabel() const
{
    const auto found = std::find_if(m_layers.rbegin(), m_layers.rend(), waits);
    return found == m_layers.rend() ? QString() : found->label;
}

void PaintedPixels::begin(core::PixelStroke stroke, QRgb colour, int factor)
{
    m_stroke = std::move(stroke);
    m_colour = colour;
    m_factor = factor;
    emit coveringChanged();
}

void PaintedPixels::drag(core::PixelPoint from, core::PixelPoint to)
{
    if (!m_stroke)
        return;
    if (const core::CellRect cells = m_stroke->drag(from, to); !cells.isEmpty())
        emit changed(pixelRect(cells, m_factor));
}

void PaintedPixels::finish(const QString& label)
{
    if (!m_stroke)
        return;
    const core::PixelStroke stroke = *std::exchange(m_stroke, std::nullopt);
    core::Region touched = stroke.touched();
    if (touched.isEmpty()) {
        emit coveringChanged();
        return;
    }
    const core::CellRect& all = stroke.bounds();
    const core::CellRect& box = touched.bounds;
    const QRect part((box.left - all.left) * m_factor, (box.top - all.top) * m_factor, box.cols * m_factor,
                     box.rows * m_factor);
    PixelLayer layer{imageOf(stroke, m_colour).copy(part).convertToFormat(QImage::Format_ARGB32),
                     {box.top, box.left}, {}, label};
    layer.cells = std::move(touched);
    put(std::move(layer), m_factor);
}

void PaintedPixels::abort()
{
    if (!m_stroke)
        return;
    emit changed(pixelRect(std::exchange(m_stroke, std::nullopt)->bounds(), m_factor));
    emit coveringChanged();
}

QImage PaintedPixels::strokeImage() const
{
    return m_stroke ? imageOf(*m_stroke, m_colour) : QImage();
}

core::Cell PaintedPixels::strokeCorner() const
{
    return m_stroke ? core::Cell{m_stroke->bounds().top, m_stroke->bounds().left} : core::Cell();
}

void PaintedPixels::put(PixelLayer layer, int factor)
{
    m_factor = factor;
    layer.id = ++m_lastId;
    layer.revision = 0;
    m_layers.push_back(std::move(layer));
    emit changed(pixelsOf(m_layers.back()));
    emit waitingChanged();
}

void PaintedPixels::becameCodes(quint64 id, quint64 revision)
{
    const auto found = std::ranges::find(m_layers, id, &PixelLayer::id);
    if (found == m_layers.end())
        return;
    found->revision = revision;
    emit changed(pixelsOf(*found)); // perhaps they are in sight already
    emit waitingChanged();
}

void PaintedPixels::drop(quint64 id)
{
    const auto found = std::ranges::find(m_layers, id, &PixelLayer::id);
    if (found == m_layers.end())
        return;
    const QRect pixels = pixelsOf(*found);
    m_layers.erase(found);
    emit changed(pixels);
    emit waitingChanged();
}

bool PaintedPixels::takeBack()
{
    const auto found = std::find_if(m_layers.rbegin(), m_layers.rend(), waits);
    if (found == m_layers.rend())
        return false;
    drop(found->id);
    return true;
}

void PaintedPixels::seen(quint64 revision)
{
    std::vector<QRect> places; // whoever hears of one asks again what has been seen
    std::erase_if(m_layers, [&](const PixelLayer& layer) {
        const bool isSeen = !waits(layer) && layer.revision <= revision;
        if (isSeen)
            places.push_back(pixelsOf(layer));
        return isSeen;
    });
    for (const QRect& pixels : places)
        emit changed(pixels);
}

void PaintedPixels::clear()
{
    m_stroke.reset();
    const bool was = isWaiting();
    m_layers.clear();
    if (was)
        emit waitingChanged();
}

QRect PaintedPixels::pixelsOf(const PixelLayer& layer) const
{
    return {QPoint(layer.corner.col * m_factor, layer.corner.row * m_factor), layer.image.size()};
}

} // namespace tessera::app
