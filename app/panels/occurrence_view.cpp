// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/occurrence_view.h"

#include "app/documents/shown_picture.h"
#include "app/pictures/picture_files.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace tessera::app {
namespace {

constexpr int kSide = 60, kGap = 4;

/// The part of a picture around a cell, as far as there is one.
QRect around(core::Cell cell, int factor, const core::Picture& picture)
{
    const int reach = OccurrenceView::kAround * factor, side = 2 * reach + factor;
    return QRect(cell.col * factor - reach, cell.row * factor - reach, side, side)
        .intersected(QRect(0, 0, picture.width, picture.height));
}

} // namespace

OccurrenceView::OccurrenceView(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Where the code occurs"));
    setToolTip(tr("The input around cells that have the code. A click, or the left and right arrows, goes there."));
}

void OccurrenceView::setCells(std::vector<core::Cell> cells, const std::shared_ptr<const core::Picture>& picture,
                              int factor)
{
    if (cells == m_cells && picture == m_picture)
        return;
    m_cells = std::move(cells);
    m_picture = picture;
    m_current = 0;
    m_crops.clear();
    if (!picture)
        m_cells.clear();
    for (const core::Cell& cell : m_cells) {
        const QRect part = around(cell, factor, *picture);
        m_crops.push_back({toImage(cut(*picture, part)),
                           QRect(cell.col * factor, cell.row * factor, factor, factor).translated(-part.topLeft())});
    }
    updateGeometry();
    update();
}

int OccurrenceView::columns(int width) const
{
    return std::max(1, (width + kGap) / (kSide + kGap));
}

int OccurrenceView::heightForWidth(int width) const
{
    const int rows = (static_cast<int>(m_cells.size()) + columns(width) - 1) / columns(width);
    return std::max(0, rows * (kSide + kGap) - kGap);
}

QSize OccurrenceView::sizeHint() const
{
    return {kSide, heightForWidth(width())};
}

QRect OccurrenceView::rectOf(std::size_t i) const
{
    const int at = static_cast<int>(i);
    return {at % columns(width()) * (kSide + kGap), at / columns(width()) * (kSide + kGap), kSide, kSide};
}

void OccurrenceView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    for (std::size_t i = 0; i < m_crops.size(); ++i) {
        const Crop& crop = m_crops[i];
        QRectF place({}, QSizeF(crop.image.size()).scaled(QSizeF(kSide, kSide), Qt::KeepAspectRatio));
        place.moveCenter(QRectF(rectOf(i)).center());
        painter.drawImage(place, crop.image);
        const double zoom = place.width() / crop.image.width();
        const QRectF cell(place.topLeft() + QPointF(crop.cell.topLeft()) * zoom, QSizeF(crop.cell.size()) * zoom);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(QColor(0, 0, 0, 170), 3));
        painter.drawRect(cell);
        painter.setPen(QPen(Qt::white, 1));
        painter.drawRect(cell);
        if (hasFocus() && i == m_current) {
            painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
            painter.drawRect(QRectF(rectOf(i)).adjusted(1, 1, -1, -1));
        }
    }
}

void OccurrenceView::choose(std::size_t i)
{
    m_current = i;
    update();
    emit chosen(m_cells[i]);
}

void OccurrenceView::mousePressEvent(QMouseEvent* event)
{
    for (std::size_t i = 0; i < m_cells.size(); ++i)
        if (rectOf(i).contains(event->position().toPoint()) && event->button() == Qt::LeftButton)
            return choose(i);
}

void OccurrenceView::keyPressEvent(QKeyEvent* event)
{
    const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    if (step == 0 || m_cells.empty())
        return QWidget::keyPressEvent(event);
    const auto last = static_cast<int>(m_cells.size()) - 1;
    choose(static_cast<std::size_t>(std::clamp(static_cast<int>(m_current) + step, 0, last)));
}

} // namespace tessera::app
