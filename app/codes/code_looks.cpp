// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/codes/code_looks.h"

#include "app/pictures/picture_files.h"
#include "app/pictures/pixels.h"
#include "core/analysis/code_colours.h"

#include <QPainter>
#include <QPixmap>
#include <QtConcurrentRun>

namespace tessera::app {
namespace {

constexpr int kPatchesPerRow = 32;

/// The palette picture beside a model, if it is one of the right size; null otherwise. It comes from where the model
/// comes from: a stranger's file.
QImage readPatches(const core::OpenedModel& opened)
{
    const auto side = opened.model->factor(), codes = opened.model->config().codes;
    try {
        const std::vector<std::byte> bytes = readPictureFile(opened.files.folder / "codes.png");
        PictureHeader header = readPictureHeader(bytes);
        if (header.width != kPatchesPerRow * side
            || header.height != (codes + kPatchesPerRow - 1) / kPatchesPerRow * side || header.orientation != 1)
            return {};
        return decodePixels(bytes, header).convertToFormat(QImage::Format_RGB32);
    } catch (const std::exception&) { // an ornament
        return {};
    }
}

} // namespace

CodeLooks::CodeLooks(QObject* parent) : QObject(parent)
{
    connect(&m_worker, &QFutureWatcherBase::finished, this, [this] {
        if (m_worker.isCanceled() || !m_model)
            return;
        const Found found = m_worker.result();
        m_coordinates = found.coordinates;
        m_patches = found.patches;
        recolour();
    });
}

void CodeLooks::setModel(const core::OpenedModel& model)
{
    m_model = model.model;
    m_coordinates.clear();
    m_patches = {};
    if (m_model)
        m_worker.setFuture(QtConcurrent::run(find, model));
    m_swatches.setModel(model);
    m_favourites.setModel(m_model.get());
    recolour();
}

CodeLooks::Found CodeLooks::find(const core::OpenedModel& model)
{
    return {core::principalCoordinates(model.model->codebook()), readPatches(model)};
}

void CodeLooks::setColouring(Colouring colouring)
{
    if (m_colouring == colouring)
        return;
    m_colouring = colouring;
    recolour();
}

void CodeLooks::setSeed(quint32 seed)
{
    if (m_seed == seed)
        return;
    m_seed = seed;
    recolour();
}

QRgb CodeLooks::colour(int code) const
{
    const auto at = static_cast<std::size_t>(code);
    return code >= 0 && at < m_colours.size() ? m_colours[at] : qRgb(128, 128, 128);
}

QRect CodeLooks::patchRect(int code) const
{
    const int side = m_patches.width() / kPatchesPerRow;
    return {code % kPatchesPerRow * side, code / kPatchesPerRow * side, side, side};
}

QPixmap CodeLooks::swatch(int code, int side, qreal pixelRatio) const
{
    QPixmap pixmap(QSize(side, side) * pixelRatio);
    pixmap.setDevicePixelRatio(pixelRatio);
    pixmap.fill(QColor(colour(code)));
    const bool isDecoded = m_swatches.has(code);
    if (isDecoded || (hasPatches() && code >= 0 && code < codes())) {
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(QRect(0, 0, side, side), isDecoded ? m_swatches.atlas() : m_patches,
                          isDecoded ? m_swatches.rect(code) : patchRect(code));
    }
    return pixmap;
}

void CodeLooks::recolour()
{
    m_colours.clear();
    if (m_model) {
        const bool byLikeness = m_colouring == Colouring::similarity && !m_coordinates.empty();
        // Until the axes are there, colours by number would only flash.
        const std::vector<core::Rgb> colours = byLikeness ? core::similarityColours(m_coordinates)
            : m_colouring == Colouring::hash              ? core::hashColours(m_model->config().codes, m_seed)
                                                          : std::vector<core::Rgb>();
        m_colours.reserve(colours.size());
        for (const core::Rgb& colour : colours)
            m_colours.push_back(qRgb(colour[0], colour[1], colour[2]));
    }
    emit changed();
}

} // namespace tessera::app
