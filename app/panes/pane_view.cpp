// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/pane_view.h"

#include "app/documents/document.h"
#include "app/overlays/code_overlay.h"
#include "app/overlays/painted_overlay.h"
#include "app/overlays/pane_overlay.h"
#include "app/overlays/pixel_values.h"
#include "app/overlays/selection_overlay.h"
#include "app/overlays/shades.h"
#include "app/panes/pane_images.h"
#include "app/panes/pane_labels.h"

#include <QPaintEvent>
#include <QPainter>

#include <cmath>

namespace tessera::app {

PaneView::PaneView(PaneSource source, const CanvasScene& scene, Viewport& shared, QWidget* parent)
    : QWidget(parent), m_setup{{source}, {}}, m_scene(scene), m_link(shared)
{
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(64, 64);
    connect(&viewport(), &Viewport::changed, this, qOverload<>(&QWidget::update));
    connect(&m_difference, &PaneDifference::changed, this, [this] {
        update();
        emit seenChanged();
    });
    showSetup();
}

void PaneView::setSetup(const PaneSetup& setup)
{
    if (setup == m_setup)
        return;
    m_setup = setup;
    m_secondSeen = false;
    showSetup();
    emit setupChanged();
}

void PaneView::showSetup()
{
    setAccessibleName(tr("%1 pane").arg(paneName(source())));
    refreshPictures();
    update();
    emit seenChanged();
}

void PaneView::setCompare(Compare mode)
{
    PaneSetup setup = m_setup;
    setup.compare = mode;
    const bool needsPictures = mode == Compare::difference;
    if (needsPictures && !setup.first.isPicture())
        setup.first = {PaneSource::reconstruction};
    if (setup.second == setup.first || (needsPictures && !setup.second.isPicture()))
        setup.second = {setup.first.source == PaneSource::input ? PaneSource::reconstruction : PaneSource::input};
    setSetup(setup);
}

SourceRef PaneView::seen() const
{
    if (m_peeked)
        return *m_peeked;
    return m_setup.compare == Compare::blink && m_secondSeen ? m_setup.second : m_setup.first;
}

SourceRef PaneView::seenAt(QPointF position) const
{
    const bool isSecond = !m_peeked && m_setup.compare == Compare::wipe && position.x() >= lineX();
    return isSecond ? m_setup.second : seen();
}

void PaneView::setPeeking(bool peeking)
{
    if (m_peeked.has_value() == peeking)
        return;
    m_peeked = peeking ? std::optional(otherThanSeen()) : std::nullopt;
    update();
    emit seenChanged();
}

SourceRef PaneView::otherThanSeen() const
{
    if (m_setup.compare == Compare::blink && m_secondSeen)
        return m_setup.first;
    if (m_setup.compare != Compare::off)
        return m_setup.second;
    const bool isInput = m_setup.first.source == PaneSource::input && m_scene.isFront(m_setup.first);
    return {isInput ? PaneSource::reconstruction : PaneSource::input};
}

bool PaneView::mayShow(PaneSource source) const
{
    return m_setup.shows(source) || (m_peeked && m_peeked->source == source);
}

void PaneView::setSecondSeen(bool second)
{
    if (m_secondSeen == second)
        return;
    m_secondSeen = second;
    update();
    emit seenChanged();
}

void PaneView::setLegends(bool legends)
{
    if (m_legends == legends)
        return;
    m_legends = legends;
    update();
}

QPointF PaneView::toPicture(QPointF position) const
{
    return viewport().toPicture(position, size());
}

void PaneView::refreshPictures()
{
    if (m_setup.compare != Compare::difference)
        return m_difference.want({}, {}, m_setup.difference);
    m_difference.want(m_scene.values(m_setup.first), m_scene.values(m_setup.second), m_setup.difference);
}

void PaneView::updateCells(const core::CellRect& cells)
{
    updatePixels(m_scene.pictureRect(cells));
}

void PaneView::updatePixels(const QRectF& picture)
{
    if (picture.isEmpty())
        return;
    constexpr int kLines = 4; // outlines reach this far beyond their cells, and smooth scaling less far
    update(viewport()
               .toWidget(picture, size())
               .toAlignedRect()
               .adjusted(-kLines, -kLines, kLines, kLines)
               .intersected(rect()));
}

void PaneView::resizeEvent(QResizeEvent* event)
{
    m_link.setPaneSize(size());
    QWidget::resizeEvent(event);
}

void PaneView::paintEvent(QPaintEvent* event)
{
    QPainter painter(this);
    const QRectF exposed = event->rect();
    painter.fillRect(exposed, surround(palette()));
    if (!m_scene.document)
        return;
    if (m_peeked || m_setup.compare == Compare::off || m_setup.compare == Compare::blink) {
        drawSource(painter, seen(), rect(), exposed);
    } else if (m_setup.compare == Compare::difference) {
        drawDifference(painter, exposed);
    } else {
        const QRectF left(0, 0, lineX(), height()), right(lineX(), 0, width() - lineX(), height());
        for (const auto& [part, ref] : {std::pair(left, m_setup.first), std::pair(right, m_setup.second)}) {
            const QRectF seenPart = part.intersected(exposed);
            if (seenPart.isEmpty())
                continue;
            painter.save();
            painter.setClipRect(seenPart);
            drawSource(painter, ref, part, seenPart);
            painter.restore();
        }
    }
    drawLabels(painter);
}

/// `area`: the part of the pane that is this source's.
void PaneView::drawSource(QPainter& painter, const SourceRef& ref, const QRectF& area, const QRectF& exposed) const
{
    const PaneImages* images = m_scene.imagesOf(ref.document);
    if (!images || !images->document())
        return drawMissing(painter, tr("That picture is not open any more"), area);
    if (ref.source == PaneSource::codes) {
        if (images->codes().isNull())
            return drawMissing(painter, tr("Waiting for the codes"), area);
        drawImage(painter, images->codes(), images->codesSize(), exposed);
    } else {
        const Mipmap& picture = images->picture(ref.source);
        if (picture.isEmpty())
            return drawMissing(painter, images->whyMissing(ref.source, m_scene.isDecoding(ref)), area);
        drawImage(painter, picture.level(viewport().zoom() * devicePixelRatioF()), picture.size(), exposed);
        const PaneContext pane{m_scene, viewport(), ref.source, size(), exposed, palette()};
        const bool isPainted = m_scene.isFront(ref) && ref.source == PaneSource::reconstruction && drawPainted(painter, pane);
        painter.setFont(font());
        if (!isPainted) // else they would be numbers of what is not seen
            drawPixelValues(painter, pane, m_scene.values(ref));
    }
    if (m_scene.isFront(ref))
        drawOver(painter, ref.source, exposed);
}

void PaneView::drawDifference(QPainter& painter, const QRectF& exposed) const
{
    const Mipmap& image = m_difference.image();
    if (image.isEmpty()) {
        QString why = m_difference.problem();
        for (const SourceRef& ref : {m_setup.first, m_setup.second})
            if (const PaneImages* images = m_scene.imagesOf(ref.document); why.isEmpty() && images && !m_scene.values(ref).whole)
                why = images->whyMissing(ref.source, m_scene.isDecoding(ref));
        return drawMissing(painter, why.isEmpty() ? tr("Waiting for both pictures") : why, rect());
    }
    drawImage(painter, image.level(viewport().zoom() * devicePixelRatioF()), image.size(), exposed);
    drawOver(painter, PaneSource::error, exposed);
}

void PaneView::drawOver(QPainter& painter, PaneSource source, const QRectF& exposed) const
{
    const PaneContext pane{m_scene, viewport(), source, size(), exposed, palette()};
    drawCodeOverlays(painter, pane);
    drawFloating(painter, pane);
    drawGrid(painter, pane);
    drawNumbers(painter, pane);
    painter.setFont(font());
    drawPadding(painter, pane);
    drawHighlight(painter, pane);
    drawSelection(painter, pane);
    drawMarks(painter, pane);
    if (m_legends || source == PaneSource::codes)
        drawLegends(painter, pane);
}

/// Draws no more of `image`, which covers `pictureSize` picture pixels, than is exposed.
void PaneView::drawImage(QPainter& painter, const QImage& image, QSizeF pictureSize, const QRectF& exposed) const
{
    const double perX = pictureSize.width() / image.width(), perY = pictureSize.height() / image.height();
    const QPointF from = toPicture(exposed.topLeft()), to = toPicture(exposed.bottomRight());
    // Smooth scaling looks at neighbours, so a few pixels more than are seen.
    constexpr int kNeighbours = 2;
    const QRect source = QRect(QPoint(static_cast<int>(std::floor(from.x() / perX)) - kNeighbours,
                                      static_cast<int>(std::floor(from.y() / perY)) - kNeighbours),
                               QPoint(static_cast<int>(std::ceil(to.x() / perX)) + kNeighbours,
                                      static_cast<int>(std::ceil(to.y() / perY)) + kNeighbours))
                             .intersected(image.rect());
    if (source.isEmpty())
        return;
    const QRectF target = viewport().toWidget(
        QRectF(source.x() * perX, source.y() * perY, source.width() * perX, source.height() * perY), size());
    const bool magnified = viewport().zoom() * devicePixelRatioF() * std::min(perX, perY) >= 1;
    painter.setRenderHint(QPainter::SmoothPixmapTransform, !magnified);
    painter.drawImage(target, image, QRectF(source));
}

/// Says why there is nothing to see.
void PaneView::drawMissing(QPainter& painter, const QString& text, const QRectF& area) const
{
    painter.setPen(mutedText(palette()));
    painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, text);
}

void PaneView::drawLabels(QPainter& painter) const
{
    painter.setFont(font());
    const QRectF all = rect();
    if (m_peeked || m_setup.compare == Compare::blink)
        return drawCornerLabel(painter, all, m_scene.nameOf(seen()), Qt::AlignLeft, palette());
    if (m_setup.compare == Compare::difference)
        return drawCornerLabel(painter, all, m_scene.nameOf(m_setup), Qt::AlignLeft, palette());
    if (m_setup.compare != Compare::wipe)
        return;
    drawWipeLine(painter, all, lineX());
    drawCornerLabel(painter, {0, 0, lineX(), all.height()}, m_scene.nameOf(m_setup.first), Qt::AlignLeft, palette());
    drawCornerLabel(painter, {lineX(), 0, all.width() - lineX(), all.height()}, m_scene.nameOf(m_setup.second),
                    Qt::AlignRight, palette());
}

} // namespace tessera::app
