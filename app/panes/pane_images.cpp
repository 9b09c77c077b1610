// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/pane_images.h"

#include "app/canvas/canvas.h"
#include "app/documents/document.h"

#include <QColor>
#include <QPromise>
#include <QThreadPool>

#include <cmath>
#include <new>
#include <utility>

namespace tessera::app {
namespace {

/// Until somebody chooses colours: hues a golden section apart.
QRgb defaultColour(int code)
{
    const double hue = std::fmod(code * 0.6180339887, 1.0);
    return QColor::fromHslF(static_cast<float>(hue), 0.4F, 0.42F + 0.08F * static_cast<float>(code % 3)).rgb();
}

} // namespace

PaneImages::PaneImages(QObject* parent) : QObject(parent), m_errorRange(Canvas::kErrorRange)
{
    connect(&m_worker, &QFutureWatcherBase::finished, this, &PaneImages::take);
}

PaneImages::~PaneImages() = default;

void PaneImages::setDocument(Document* document)
{
    if (m_document)
        m_document->disconnect(this);
    m_document = document;
    m_made = {};
    m_shown = {};
    if (document) {
        connect(document, &Document::encodedChanged, this, &PaneImages::restart);
        connect(document, &Document::codesChanged, this, &PaneImages::paintCodes);
        connect(document, &Document::shownChanged, this, &PaneImages::convert);
    }
    restart();
}

const Document* PaneImages::document() const { return m_document; }

void PaneImages::setCodeColours(std::vector<QRgb> colours)
{
    m_colours = std::move(colours);
    if (m_document && !m_codes.isNull())
        paintCodes({0, 0, m_codes.height(), m_codes.width()});
}

void PaneImages::setErrorRange(double range)
{
    m_errorRange = range;
    convert();
}

void PaneImages::setUnquantized(std::shared_ptr<const core::Picture> picture, const QString& problem)
{
    m_unquantizedProblem = problem;
    if (picture != m_unquantized) {
        m_unquantized = std::move(picture);
        convert();
    }
    emit changed(PaneSource::unquantized);
}

QSizeF PaneImages::codesSize() const
{
    return QSizeF(m_codes.size()) * (m_document ? m_document->cellSide() : 0);
}

ShownPicture PaneImages::values(PaneSource source) const
{
    switch (source) {
    case PaneSource::input:
        return {currentInput()};
    case PaneSource::reconstruction:
        return m_document ? m_document->shown() : ShownPicture();
    case PaneSource::unquantized:
        return {m_unquantized};
    case PaneSource::codes:
    case PaneSource::error:
        break;
    }
    return {};
}

QString PaneImages::whyMissing(PaneSource source, bool isDecoding) const
{
    const bool hasCodes = m_document && m_document->hasCodes();
    if (m_document && !m_document->hasPicture() && source != PaneSource::reconstruction)
        return tr("There is no input: these codes came without a picture");
    if (source == PaneSource::input)
        return tr("Loading …");
    if (m_document && m_document->waitingProject())
        return tr("Waiting for the model");
    if (!hasCodes)
        return isDecoding ? tr("Encoding …") : tr("Waiting for the codes");
    if (source == PaneSource::unquantized)
        return m_unquantizedProblem.isEmpty() ? tr("Decoding the latents …") : m_unquantizedProblem;
    return isDecoding ? tr("Decoding …") : tr("Not decoded yet");
}

const Mipmap& PaneImages::picture(PaneSource source) const
{
    switch (source) {
    case PaneSource::input:
        return m_made.input;
    case PaneSource::error:
        return m_made.error;
    case PaneSource::unquantized:
        return m_made.unquantized;
    case PaneSource::codes:
    case PaneSource::reconstruction:
        break;
    }
    return m_made.reconstruction;
}

QRgb PaneImages::codeColour(int code) const
{
    const auto index = static_cast<std::size_t>(code);
    return index < m_colours.size() ? m_colours[index] : defaultColour(code);
}

bool PaneImages::isExact() const
{
    return m_document && m_document->isExact() && m_shown.reconstruction == m_document->shown();
}

bool PaneImages::isApproximate() const
{
    return m_document && m_document->isApproximate() && m_shown.reconstruction == m_document->shown();
}

void PaneImages::paintCodes(const core::CellRect& rect)
{
    for (int row = rect.top; row < rect.top + rect.rows; ++row) {
        auto* line = reinterpret_cast<QRgb*>(m_codes.scanLine(row));
        for (int col = rect.left; col < rect.left + rect.cols; ++col)
            line[col] = codeColour(m_document->visibleCodes().at(row, col));
    }
    emit codesChanged(rect);
}

/// Everything is new: nothing of the old codes may stay in sight.
void PaneImages::restart()
{
    m_isStale = true;
    m_made.reconstruction = {};
    m_made.error = {};
    m_made.unquantized = {};
    m_shown.reconstruction = {};
    m_shown.unquantized = {};
    m_unquantized = {};
    m_unquantizedProblem.clear();
    m_codes = {};
    if (m_document && m_document->cellSide() > 0) {
        const core::IndexMap& codes = m_document->visibleCodes();
        m_codes = QImage(static_cast<int>(codes.cols), static_cast<int>(codes.rows), QImage::Format_RGB32);
        paintCodes({0, 0, m_codes.height(), m_codes.width()});
    }
    convert();
    for (const PaneSource source : {PaneSource::input, PaneSource::codes, PaneSource::reconstruction, PaneSource::error,
                                    PaneSource::unquantized})
        emit changed(source);
}

std::shared_ptr<const core::Picture> PaneImages::currentInput() const
{
    if (!m_document)
        return nullptr;
    return m_document->hasCodes() ? m_document->seen() : m_document->original();
}

void PaneImages::convert()
{
    if (m_isBusy)
        return; // take() looks again
    PaneContent wanted;
    if (m_document)
        wanted = {currentInput(), !m_document->hasCodes(), m_document->shown(), m_errorRange, m_unquantized};
    if (wanted == m_shown)
        return;
    if (!wanted.input && !wanted.reconstruction.whole && !wanted.unquantized) {
        m_made = {};
        m_shown = wanted;
        return;
    }
    m_isBusy = true;
    m_isStale = false;
    m_underWay = wanted;
    const auto promise = std::make_shared<QPromise<std::shared_ptr<const PaneChange>>>();
    m_worker.setFuture(promise->future());
    QThreadPool::globalInstance()->start([promise, wanted, shown = m_shown, made = m_made]() mutable {
        promise->start();
        std::shared_ptr<const PaneChange> change;
        try {
            change = std::make_shared<const PaneChange>(changeTo(wanted, shown, made));
        } catch (const std::bad_alloc&) { // stays null
        }
        made = {}; // before take(): images that nobody shares are patched in place
        promise->addResult(std::move(change));
        promise->finish();
    });
}

void PaneImages::take()
{
    const std::shared_ptr<const PaneChange> change = m_worker.result();
    m_isBusy = false;
    if (!m_isStale) {
        const bool otherUnquantized = m_underWay.unquantized != m_shown.unquantized;
        m_shown = m_underWay;
        if (change)
            apply(*change, m_made);
        else
            m_made = {};
        if (change && !change->pictures)
            emit partChanged(change->rect);
        else
            for (const PaneSource source : {PaneSource::input, PaneSource::reconstruction, PaneSource::error})
                emit changed(source);
        if (otherUnquantized)
            emit changed(PaneSource::unquantized);
    }
    m_underWay = {};
    convert();
}

} // namespace tessera::app
