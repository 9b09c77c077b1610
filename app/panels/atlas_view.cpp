// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/atlas_view.h"

#include "app/codes/code_looks.h"
#include "app/overlays/colour_bar.h"
#include "app/overlays/shades.h"
#include "app/panels/swatch_painter.h"
#include "core/analysis/colour_maps.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <utility>

namespace tessera::app {
namespace {

constexpr double kMargin = 12;
constexpr int kLines = 5; ///< to the nearest codes

QRgb distanceColour(double part)
{
    const core::Rgb colour = core::mapColour(core::ColourMap::viridis, part);
    return qRgb(colour[0], colour[1], colour[2]);
}

} // namespace

AtlasView::AtlasView(CodeLooks& looks, QWidget* parent) : QWidget(parent), m_looks(looks)
{
    setMinimumHeight(180);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Atlas of the codebook"));
    connect(&looks.swatches(), &CodeSwatches::changed, this, qOverload<>(&QWidget::update));
    connect(&looks, &CodeLooks::changed, this, qOverload<>(&QWidget::update));
}

const core::AtlasLayout& AtlasView::places() const
{
    static const core::AtlasLayout s_none;
    return m_atlas ? m_atlas->layout(m_kind) : s_none;
}

void AtlasView::setAtlas(std::shared_ptr<const CodeAtlas> atlas, AtlasKind kind)
{
    if (atlas == m_atlas && kind == m_kind)
        return;
    m_atlas = std::move(atlas);
    m_kind = kind;
    m_distanceRange = 0;
    if (m_atlas)
        for (const double distance : m_atlas->distances)
            m_distanceRange = std::isfinite(distance) ? std::max(m_distanceRange, distance) : m_distanceRange;
    findNearest();
}

void AtlasView::setColouring(Colouring colouring)
{
    m_colouring = colouring;
    update();
}

void AtlasView::setCounts(std::vector<std::int64_t> counts)
{
    m_counts = std::move(counts);
    update();
}

void AtlasView::setCurrent(int code)
{
    if (code == m_current)
        return;
    m_current = code;
    findNearest();
}

/// A search through the codebook: not for every stroke that leaves code and atlas as they are.
void AtlasView::findNearest()
{
    m_nearest.clear();
    if (m_atlas && m_current >= 0 && m_current < static_cast<int>(m_atlas->distances.size()))
        m_nearest = core::nearestCodes(m_atlas->model->codebook(), m_current, kLines);
    setAccessibleDescription(tr("Code %1. Arrow keys choose the next code in their direction.").arg(m_current));
    update();
}

void AtlasView::setIsolated(int code)
{
    m_isolated = code;
    update();
}

void AtlasView::setPointed(int code)
{
    if (code == m_pointed)
        return;
    m_pointed = code;
    update();
}

QRectF AtlasView::mapArea() const
{
    return QRectF(rect()).adjusted(0, 0, 0, m_colouring == Colouring::distances ? -fontMetrics().height() - 4 : 0);
}

QPointF AtlasView::placeOf(int code) const
{
    const auto& place = places()[static_cast<std::size_t>(code)];
    return mapArea().center() + scale() * (QPointF(double(place[0]), double(place[1])) - m_middle);
}

/// The same in both directions: distances mean something.
double AtlasView::scale() const
{
    return m_zoom * (std::min(mapArea().width(), mapArea().height()) / 2 - kMargin);
}

/// Such that all of them together would cover some of the square that the map fills; larger where it is magnified.
double AtlasView::side() const
{
    const double codes = std::max<double>(1, double(places().size()));
    const double fair = std::sqrt(0.45 / codes) * std::min(width(), height());
    return std::clamp(fair * std::sqrt(m_zoom), 4.0, 30.0);
}

int AtlasView::codeAt(QPointF point) const
{
    int nearest = -1;
    double least = std::max(side() / 2, 5.0) + 1;
    for (int code = 0; code < static_cast<int>(places().size()); ++code) {
        const QPointF off = placeOf(code) - point;
        const double distance = std::max(std::abs(off.x()), std::abs(off.y()));
        if (distance < least) {
            least = distance;
            nearest = code;
        }
    }
    return nearest;
}

void AtlasView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(mapArea(), palette().color(QPalette::Base));
    if (places().empty())
        return;
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.save();
    painter.setClipRect(mapArea());
    drawCodes(painter);
    drawRings(painter);
    painter.restore();
    if (m_colouring == Colouring::distances) {
        const QRectF below(0, mapArea().bottom(), width(), height() - mapArea().bottom());
        const QRectF rest = drawColourBar(painter, below, QLocale().toString(0),
                                          QLocale().toString(m_distanceRange, 'g', 3), distanceColour, palette());
        painter.setPen(mutedText(palette()));
        painter.drawText(rest, Qt::AlignVCenter | Qt::AlignLeft,
                         fontMetrics().elidedText(tr("distance to the nearest code"), Qt::ElideRight,
                                                  static_cast<int>(rest.width())));
    }
}

/// What the picture uses lies over what it does not, and the code that is looked for over all.
void AtlasView::drawCodes(QPainter& painter) const
{
    const auto isUsed = [this](int code) {
        return m_counts.empty() || m_counts[static_cast<std::size_t>(code)] > 0;
    };
    std::vector<int> seen;
    for (const bool used : {false, true})
        for (int code = 0; code < static_cast<int>(places().size()); ++code) {
            if (isUsed(code) != used || !mapArea().adjusted(-side(), -side(), side(), side()).contains(placeOf(code)))
                continue;
            drawCode(painter, code);
            seen.push_back(code);
        }
    if (m_colouring == Colouring::swatches)
        m_looks.swatches().want(seen);
}

void AtlasView::drawCode(QPainter& painter, int code) const
{
    QRectF place({}, QSizeF(side(), side()));
    place.moveCenter(placeOf(code));
    const bool isUnused = !m_counts.empty() && m_counts[static_cast<std::size_t>(code)] == 0;
    const bool isPale = m_isolated >= 0 ? code != m_isolated : isUnused;
    if (m_colouring == Colouring::swatches)
        return drawSwatch(painter, place.toRect(), code, m_looks, CodeLook::decoded, {false, isPale, false}, palette());
    const double distance = m_atlas->distances[static_cast<std::size_t>(code)];
    painter.setOpacity(isPale ? 0.35 : 1);
    painter.setPen(QPen(withAlpha(palette().color(QPalette::Text), 60), 0.5));
    painter.setBrush(QColor(distanceColour(m_distanceRange > 0 ? distance / m_distanceRange : 0)));
    painter.drawEllipse(place);
    painter.setOpacity(1);
}

void AtlasView::drawRings(QPainter& painter) const
{
    const auto exists = [this](int code) { return code >= 0 && code < static_cast<int>(places().size()); };
    painter.setBrush(Qt::NoBrush);
    if (exists(m_current)) {
        painter.setPen(QPen(withAlpha(palette().color(QPalette::Text), 150), 1));
        for (const core::Neighbour& near : m_nearest)
            painter.drawLine(placeOf(m_current), placeOf(near.code));
        drawCode(painter, m_current);
    }
    const auto ring = [&](int code, const QColor& colour, double gap) {
        if (!exists(code))
            return;
        const double half = side() / 2 + gap;
        const QRectF place(placeOf(code) - QPointF(half, half), QSizeF(2 * half, 2 * half));
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(palette().color(QPalette::Base), 4.5));
        painter.drawRoundedRect(place, 3, 3);
        painter.setPen(QPen(colour, 2.2));
        painter.drawRoundedRect(place, 3, 3);
    };
    ring(m_hovered, palette().color(QPalette::Text), 1);
    ring(m_isolated, palette().color(QPalette::Text), 1);
    ring(m_current, palette().color(hasFocus() ? QPalette::Highlight : QPalette::Text), 1.5);
    ring(m_pointed, palette().color(QPalette::Highlight), 4);
}

} // namespace tessera::app
