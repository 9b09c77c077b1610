// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overlay_encoder.h"

#include "app/exporter.h"
#include "app/picture_files.h"
#include "app/session.h"
#include "core/edit/region_sets.h"

#include <QtConcurrentRun>

#include <algorithm>
#include <new>
#include <utility>

namespace tessera::app {
namespace {

constexpr quint64 kFirstId = quint64{1} << 63; ///< documents are numbered from 1

/// `above` over `base`, whose values are clamped as they are where they are shown. A base of one channel gets
/// lightness.
core::Picture composed(const core::Picture& base, const QImage& above, QPoint at)
{
    core::Picture result = base;
    for (float& value : result.values)
        value = std::clamp(value, 0.0F, 1.0F);
    const QImage image = above.convertToFormat(QImage::Format_ARGB32);
    const QRect covered = QRect(at, image.size()) & QRect(0, 0, base.width, base.height);
    for (int y = covered.top(); y <= covered.bottom(); ++y)
        for (int x = covered.left(); x <= covered.right(); ++x) {
            const QRgb colour = image.pixel(x - at.x(), y - at.y());
            const float opacity = static_cast<float>(qAlpha(colour)) / 255;
            const float red = static_cast<float>(qRed(colour)) / 255, green = static_cast<float>(qGreen(colour)) / 255,
                        blue = static_cast<float>(qBlue(colour)) / 255;
            const float lightness = 0.299F * red + 0.587F * green + 0.114F * blue;
            const float values[] = {base.channels < 3 ? lightness : red, green, blue, 1};
            for (int c = 0; c < base.channels; ++c) {
                float& value = result.pixel(x, y)[c];
                value += (values[c] - value) * opacity;
            }
        }
    return result;
}

} // namespace

core::Region touchedCells(const QImage& image, int factor)
{
    const QImage pixels = image.convertToFormat(QImage::Format_ARGB32);
    core::Region cells{{0, 0, (image.height() + factor - 1) / factor, (image.width() + factor - 1) / factor}, {}};
    if (cells.bounds.isEmpty())
        return {};
    cells.mask.resize(static_cast<std::size_t>(cells.bounds.rows) * static_cast<std::size_t>(cells.bounds.cols));
    for (int y = 0; y < pixels.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(pixels.constScanLine(y));
        std::uint8_t* row = cells.mask.data() + static_cast<std::ptrdiff_t>(y / factor) * cells.bounds.cols;
        for (int x = 0; x < pixels.width(); ++x)
            if (qAlpha(line[x]) != 0)
                row[x / factor] = 1;
    }
    return cells;
}

OverlayEncoder::OverlayEncoder(Session& session, Exporter& exporter, QObject* parent)
    : QObject(parent), m_session(session), m_exporter(exporter), m_id(kFirstId)
{
    connect(&m_composer, &QFutureWatcherBase::finished, this, [this] {
        if (!m_composer.isCanceled())
            encode();
    });
    connect(&session.engine(), &Engine::encoded, this,
            [this](quint64 id, const std::shared_ptr<const core::VqModel>& model, const core::Prepared&,
                   const core::IndexMap& codes) {
                if (id == m_id)
                    take(model, codes);
            });
}

void OverlayEncoder::lay(const QImage& image, core::Cell corner, const core::Region& touched, const QString& label)
{
    m_exporter.whenExact([this, image, corner, touched, label](Document& document) {
        const int factor = static_cast<int>(document.model()->factor());
        m_document = &document;
        m_model = document.model();
        m_cells = core::moved(touched, corner.row, corner.col, document.grid());
        m_label = label;
        ++m_id;
        if (m_cells.isEmpty())
            return;
        m_composer.setFuture(QtConcurrent::run(
            [base = document.reconstruction(), image,
             at = QPoint(corner.col * factor, corner.row * factor)]() -> std::shared_ptr<const core::Picture> {
                try {
                    return std::make_shared<const core::Picture>(composed(*base, image, at));
                } catch (const std::bad_alloc&) {
                    return nullptr;
                }
            }));
    });
}

void OverlayEncoder::encode()
{
    const std::shared_ptr<const core::Picture> picture = m_composer.result();
    if (!picture)
        emit failed(tr("There is not enough memory to encode what was pasted."));
    else if (m_document && m_document->model() == m_model)
        m_session.engine().encode(m_id, m_model, picture, core::Fit::pad); // its size fits already
}

void OverlayEncoder::take(const std::shared_ptr<const core::VqModel>& model, const core::IndexMap& codes)
{
    const bool isStillMeant = m_document && m_document->model() == model && codes.rows == m_document->codes().rows
        && codes.cols == m_document->codes().cols;
    if (!isStillMeant)
        return;
    core::Edit edit{core::makePatch(m_document->codes(), m_cells, core::mapInk(codes)), {}};
    if (m_cells != m_document->selection())
        edit.selection = core::SelectionChange{m_document->selection(), m_cells};
    m_document->editAnywhere(std::move(edit), m_label);
    const auto cells = static_cast<int>(core::cellCount(m_cells));
    emit done(tr("%n cell(s) were encoded from the pasted picture.", nullptr, cells));
}

} // namespace tessera::app
