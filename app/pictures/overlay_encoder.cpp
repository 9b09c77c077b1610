// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/overlay_encoder.h"

#include "app/files/memory_notice.h"
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

OverlayEncoder::OverlayEncoder(Session& session, QObject* parent)
    : QObject(parent), m_session(session), m_exact(session), m_id(kFirstId)
{
    connect(&m_exact, &ExactQueue::lost, this, [this] {
        if (isOpen())
            giveUp(tr("The pixels were not encoded, because the picture under them could not be decoded."));
    });
    connect(&m_exact, &ExactQueue::failed, this, &OverlayEncoder::giveUp);
    connect(&m_composer, &QFutureWatcherBase::finished, this, [this] {
        if (!m_composer.isCanceled())
            encode();
    });
    connect(&session.engine(), &Engine::encoded, this,
            [this](quint64 id, const std::shared_ptr<const core::VqModel>&, const core::Prepared&,
                   const core::IndexMap& codes) {
                if (id != m_id || !m_model)
                    return;
                m_codes = codes;
                take();
            });
    connect(&session.engine(), &Engine::encodeDropped, this, [this](quint64 id) {
        if (id == m_id && m_model)
            giveUp({}); // who stopped it knows, and of failures the session tells
    });
    connect(&session, &Session::documentChanged, this, &OverlayEncoder::watchDocument);
    connect(&session, &Session::documentsChanged, this, &OverlayEncoder::look); // one may have been closed
    watchDocument();
}

void OverlayEncoder::watchDocument()
{
    if (Document* document = m_session.document()) { // which may have been in front before
        connect(&document->painted(), &PaintedPixels::waitingChanged, this, &OverlayEncoder::look,
                Qt::UniqueConnection);
        connect(document, &Document::paintingEnded, this, &OverlayEncoder::take, Qt::UniqueConnection);
    }
    look();
}

void OverlayEncoder::look()
{
    if (m_model) { // its layer may have been taken back, or its document be gone
        const auto isThere = [this](const PixelLayer& layer) { return layer.id == m_layer; };
        if (isOpen() && m_document->model() == m_model
            && std::ranges::any_of(m_document->painted().layers(), isThere))
            return;
        forget();
    }
    Document* next = nextDocument();
    if (next == m_document && !m_exact.isEmpty())
        return;
    m_exact.clear();
    m_document = next;
    if (next)
        m_exact.add(*next, ExactQueue::Of::codes, [this](Document& exact) { compose(exact); });
}

bool OverlayEncoder::isOpen() const
{
    return m_document && m_session.idOf(*m_document) != 0;
}

Document* OverlayEncoder::nextDocument() const
{
    const auto waits = [](const Document* document) { return document && document->painted().isWaiting(); };
    if (waits(m_session.document()))
        return m_session.document();
    const QList<Document*> all = m_session.documents();
    const auto found = std::ranges::find_if(all, waits);
    return found == all.end() ? nullptr : *found;
}

void OverlayEncoder::compose(Document& document)
{
    const PixelLayer* layer = document.painted().next();
    if (!layer)
        return;
    const int factor = static_cast<int>(document.model()->factor());
    m_model = document.model();
    m_layer = layer->id;
    ++m_id;
    m_composer.setFuture(QtConcurrent::run(
        [base = document.reconstruction(), image = layer->image,
         at = QPoint(layer->corner.col * factor, layer->corner.row * factor)]() -> std::shared_ptr<const core::Picture> {
            try {
                return std::make_shared<const core::Picture>(composed(*base, image, at));
            } catch (const std::bad_alloc&) {
                return nullptr;
            }
        }));
}

void OverlayEncoder::encode()
{
    if (!m_model)
        return; // taken back meanwhile
    if (const std::shared_ptr<const core::Picture> picture = m_composer.result())
        m_session.engine().encode(m_id, m_model, picture, core::Fit::pad); // its size fits already
    else
        giveUp(notEnoughMemory(tr("to encode these pixels")));
}

/// A drag that goes on comes first: it is one step, and this another.
void OverlayEncoder::take()
{
    if (!m_codes || !m_model || !m_document || m_document->isPainting())
        return;
    Document& document = *m_document;
    const core::IndexMap codes = *std::exchange(m_codes, {});
    const auto& layers = document.painted().layers();
    const auto layer = std::ranges::find(layers, m_layer, &PixelLayer::id);
    const bool fits = layer != layers.end() && document.model() == m_model && codes.rows == document.codes().rows
        && codes.cols == document.codes().cols;
    forget();
    if (!fits)
        return look();
    const quint64 id = layer->id;
    const bool selects = layer->selects;
    const auto cells = static_cast<int>(core::cellCount(layer->cells));
    core::Edit edit{core::makePatch(document.codes(), layer->cells, core::mapInk(codes)), {}};
    if (selects && layer->cells != document.selection())
        edit.selection = core::SelectionChange{document.selection(), layer->cells};
    document.editAnywhere(std::move(edit), layer->label);
    if (selects)
        emit done(tr("%n cell(s) were encoded from the pasted picture.", nullptr, cells));
    document.painted().becameCodes(id, document.revision()); // look() follows
}

void OverlayEncoder::giveUp(const QString& problem)
{
    const QPointer<Document> document = m_document;
    forget();
    if (!problem.isEmpty())
        emit failed(problem);
    // Those behind it were painted on what will not come.
    while (document && document->painted().takeBack()) {
    }
}

void OverlayEncoder::forget()
{
    m_model = nullptr;
    m_document = nullptr;
    m_layer = 0;
    m_codes.reset();
    m_session.engine().cancel(m_id); // also what it knows of a job that is done
}

} // namespace tessera::app
